package io.metricssidecar.simulation.world.core;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.simulation.world.api.Api;
import io.metricssidecar.simulation.world.api.Reply;
import io.metricssidecar.simulation.world.api.Request;
import java.time.Duration;
import java.util.function.Consumer;

/// Requests of one pod, of whose replies only success matters.
///
/// @param api of the world
record CoreRequests(Api api) {
  /// Of one request, as in the shipped sidecar.
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  CoreRequests {
    requireNonNull(api, "api is null");
  }

  /// Sends a request.
  ///
  /// @param succeeded takes the object of the reply
  /// @param failed runs where there is none, for whatever reason
  <T> void send(Request<T> request, Consumer<T> succeeded, Runnable failed) {
    api.send(
        request,
        TIMEOUT,
        reply -> {
          if (reply instanceof Reply.Ok<T>(T body)) {
            succeeded.accept(body);
          } else {
            failed.run();
          }
        });
  }
}
