package io.metricssidecar.sidecar.api;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;

/// What the API server answered. Failing to answer is an answer too.
sealed interface ApiReply {
  /// A success with a JSON object.
  record Ok(JsonObject body) implements ApiReply {}

  /// Any other status.
  ///
  /// @param code HTTP status
  /// @param retryAfter how long it asks to be left alone; empty where it does not say
  record Status(int code, Optional<Duration> retryAfter) implements ApiReply {}

  /// No answer in time, or none that can be read.
  ///
  /// @param why a sentence for people
  record Unreachable(String why) implements ApiReply {}

  /// For people.
  default String sentence() {
    return switch (this) {
      case Ok _ -> "the API server answered";
      case Status(int code, _) when code == 401 || code == 403 ->
          "the API server refuses (%d): the pod's ServiceAccount has no right to read this"
              .formatted(code);
      case Status(int code, _) -> "the API server answered %d".formatted(code);
      case Unreachable(String why) -> why;
    };
  }
}
