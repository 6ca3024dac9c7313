package io.metricssidecar.sidecar.api;

import java.io.IOException;

/// Where [ApiAccess] is read from, again and again, because tokens and authorities change. Reading
/// may block and so belongs on a worker thread.
public interface AccessSource {
  /// Reads it.
  ///
  /// @throws IOException when it cannot be read, with a sentence for people
  ApiAccess load() throws IOException;
}
