package io.metricssidecar.sidecar.api;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;

/// The result of a request to the API server, also where it did not answer.
sealed interface ApiReply {
  /// A success with a JSON object.
  ///
  /// @param body the selected fields of it
  record Ok(JsonObject body) implements ApiReply {}

  /// Any other status.
  ///
  /// @param code HTTP status
  /// @param retryAfter the server's `Retry-After`; empty without one
  record Status(int code, Optional<Duration> retryAfter) implements ApiReply {}

  /// A success whose body is larger than this process may read.
  ///
  /// @param why a sentence for people
  record TooLarge(String why) implements ApiReply {}

  /// No answer in time, or one that cannot be read.
  ///
  /// @param why a sentence for people
  record Unreachable(String why) implements ApiReply {}

  /// The result in words, for people.
  default String sentence() {
    return switch (this) {
      case Ok _ -> "the API server answered";
      case Status(int code, _) when code == 401 || code == 403 ->
          "the API server refuses (%d): the pod's ServiceAccount has no right to read this"
              .formatted(code);
      case Status(int code, _) -> "the API server answered %d".formatted(code);
      case TooLarge(String why) -> why;
      case Unreachable(String why) -> why;
    };
  }
}
