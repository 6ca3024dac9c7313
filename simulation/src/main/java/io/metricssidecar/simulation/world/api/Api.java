package io.metricssidecar.simulation.world.api;

import java.time.Duration;
import java.util.function.Consumer;

/// The API server as one process sees it, in the one namespace of the world.
@FunctionalInterface
public interface Api {
  /// Sends a request.
  ///
  /// @param timeout after which the client gives up: it then takes [Reply.NoAnswer], and a write
  ///   may have been applied, or may be applied still
  /// @param reply takes the result exactly once, later, unless the process has ended before
  /// @param <T> the body of a successful answer
  <T> void send(Request<T> request, Duration timeout, Consumer<Reply<T>> reply);
}
