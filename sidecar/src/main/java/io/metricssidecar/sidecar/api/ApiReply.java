package io.metricssidecar.sidecar.api;

import io.metricssidecar.sidecar.json.SelectiveReader;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClientResponse;
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

  /// Reads a response chunk by chunk; fails where the connection does.
  static Future<ApiReply> read(HttpClientResponse response, SelectiveReader reader) {
    Promise<ApiReply> done = Promise.promise();
    response.exceptionHandler(done::tryFail);
    if (response.statusCode() / 100 != 2) {
      response.endHandler(
          _ -> done.tryComplete(new Status(response.statusCode(), retryAfter(response))));
      return done.future();
    }
    response.endHandler(_ -> done.tryComplete(end(reader)));
    response.handler(
        chunk -> {
          if (done.future().isComplete()) {
            return;
          }
          try {
            reader.read(chunk.getBytes());
          } catch (SelectiveReader.Malformed _) {
            refuse(response, done, malformed());
          } catch (SelectiveReader.TooLarge e) {
            refuse(response, done, tooLarge(e));
          }
        });
    return done.future();
  }

  private static void refuse(
      HttpClientResponse response, Promise<ApiReply> done, ApiReply refusal) {
    if (done.tryComplete(refusal)) {
      var _ = response.request().reset();
    }
  }

  private static ApiReply end(SelectiveReader reader) {
    try {
      return new Ok(reader.end());
    } catch (SelectiveReader.Malformed _) {
      return malformed();
    } catch (SelectiveReader.TooLarge e) {
      return tooLarge(e);
    }
  }

  private static ApiReply malformed() {
    return new Unreachable("the API server's answer is no JSON object");
  }

  private static ApiReply tooLarge(SelectiveReader.TooLarge why) {
    return new TooLarge("the API server's answer is too large: " + why.getMessage());
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
      case TooLarge(String why) -> why;
      case Unreachable(String why) -> why;
    };
  }
}
