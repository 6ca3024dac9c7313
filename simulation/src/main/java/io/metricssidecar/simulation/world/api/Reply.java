package io.metricssidecar.simulation.world.api;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/// The result of a request, as the client sees it.
///
/// @param <T> the body of a successful answer
public sealed interface Reply<T> {
  /// 200.
  record Ok<T>(T body) implements Reply<T> {
    public Ok {
      requireNonNull(body, "body is null");
    }
  }

  /// An answer other than 2xx; nothing was changed.
  ///
  /// @param status such as 404, 409, 429 or 503
  /// @param retryAfter of the header `Retry-After`; empty without one
  record Status<T>(int status, Optional<Duration> retryAfter) implements Reply<T> {
    public Status {
      requireNonNull(retryAfter, "retryAfter is null");
    }
  }

  /// The connection broke, or nothing came until the client gave up.
  record NoAnswer<T>() implements Reply<T> {}
}
