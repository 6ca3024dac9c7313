package io.metricssidecar.sidecar.json;

import io.metricssidecar.sidecar.json.SelectiveReader.TooLarge;
import io.vertx.core.json.JsonObject;

/// A reader of the items of a list, one by one.
public interface ItemReader {
  /// Reads the next item. Any [RuntimeException] means that it is not as its type says, and makes
  /// the list malformed.
  ///
  /// @param item its selected fields
  void read(JsonObject item) throws TooLarge;
}
