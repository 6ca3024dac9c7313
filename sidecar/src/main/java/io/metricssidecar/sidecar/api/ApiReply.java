package io.metricssidecar.sidecar.api;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;

/// The result of a request to the API server, also where it did not answer.
sealed interface ApiReply {
  /// Maximum size of a body in bytes: a pod is about 15 kB, a thousand endpoints 300 kB.
  int MAX_BODY = 4 << 20;

  /// A success with a JSON object.
  record Ok(JsonObject body) implements ApiReply {}

  /// Any other status.
  ///
  /// @param code HTTP status
  /// @param retryAfter the server's `Retry-After`; empty without one
  record Status(int code, Optional<Duration> retryAfter) implements ApiReply {}

  /// No answer in time, or one that cannot be read.
  ///
  /// @param why a sentence for people
  record Unreachable(String why) implements ApiReply {}

  /// Reads a whole response; fails where the connection does.
  static Future<ApiReply> read(HttpClientResponse response) {
    Promise<ApiReply> done = Promise.promise();
    var body = Buffer.buffer();
    response.exceptionHandler(done::tryFail);
    response.endHandler(_ -> done.tryComplete(decoded(response, body)));
    response.handler(
        chunk -> {
          if (body.length() + chunk.length() <= MAX_BODY) {
            body.appendBuffer(chunk);
          } else if (done.tryComplete(new Unreachable("the API server's answer is too large"))) {
            var _ = response.request().reset();
          }
        });
    return done.future();
  }

  private static ApiReply decoded(HttpClientResponse response, Buffer body) {
    if (response.statusCode() / 100 != 2) {
      return new Status(response.statusCode(), retryAfter(response));
    }
    try {
      return new Ok(new JsonObject(body));
    } catch (DecodeException e) {
      return new Unreachable("the API server's answer is no JSON object");
    }
  }

  private static Optional<Duration> retryAfter(HttpClientResponse response) {
    var text = response.getHeader("Retry-After");
    return text != null && text.matches("\\d{1,4}")
        ? Optional.of(Duration.ofSeconds(Long.parseLong(text)))
        : Optional.empty();
  }

  /// The result in words, for people.
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
