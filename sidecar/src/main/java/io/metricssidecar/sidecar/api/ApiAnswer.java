package io.metricssidecar.sidecar.api;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;

/// Reads a response of the API server into an [ApiReply], never more of it than is for us.
final class ApiAnswer {
  /// Answers larger than this are not for us: a pod is about 15 kB, a thousand endpoints 300 kB.
  static final int LARGEST = 4 << 20;

  private ApiAnswer() {}

  /// The whole response as a value; fails where the connection does.
  static Future<ApiReply> read(HttpClientResponse response) {
    Promise<ApiReply> done = Promise.promise();
    var body = Buffer.buffer();
    response.exceptionHandler(done::tryFail);
    response.endHandler(_ -> done.tryComplete(decoded(response, body)));
    response.handler(
        chunk -> {
          if (body.length() + chunk.length() <= LARGEST) {
            body.appendBuffer(chunk);
          } else if (done.tryComplete(
              new ApiReply.Unreachable("the API server's answer is too large"))) {
            var _ = response.request().reset();
          }
        });
    return done.future();
  }

  private static ApiReply decoded(HttpClientResponse response, Buffer body) {
    if (response.statusCode() / 100 != 2) {
      return new ApiReply.Status(response.statusCode(), retryAfter(response));
    }
    try {
      return new ApiReply.Ok(new JsonObject(body));
    } catch (DecodeException e) {
      return new ApiReply.Unreachable("the API server's answer is no JSON object");
    }
  }

  private static Optional<Duration> retryAfter(HttpClientResponse response) {
    var text = response.getHeader("Retry-After");
    return text != null && text.matches("\\d{1,4}")
        ? Optional.of(Duration.ofSeconds(Long.parseLong(text)))
        : Optional.empty();
  }
}
