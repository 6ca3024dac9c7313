package io.metricssidecar.simulation.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.metricssidecar.sidecar.api.Transport;
import io.metricssidecar.simulation.world.api.Api;
import io.metricssidecar.simulation.world.api.Reply;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The transport of a simulated process: HTTP and JSON in front of the world's structured API.
final class WorldTransport implements Transport {
  /// Bytes of a chunk: few enough that most responses come in several.
  private static final int CHUNK = 500;

  private final Api api;

  /// The routes of the reads so far: a process reads the same few paths again and again.
  private final Map<String, Route<?>> reads = new HashMap<>();

  WorldTransport(Api api) {
    this.api = requireNonNull(api, "api is null");
  }

  @Override
  public Future<Void> exchange(Request request, Receiver receiver) {
    return send(route(request), receiver);
  }

  private Route<?> route(Request request) {
    return switch (request.method()) {
      case GET -> reads.computeIfAbsent(request.path(), _ -> Route.of(request));
      case PUT -> Route.of(request);
    };
  }

  /// The world's API server knows every process by its pod.
  @Override
  public void renew() {}

  private <T> Future<Void> send(Route<T> route, Receiver receiver) {
    Promise<Void> done = Promise.promise();
    api.send(
        route.request(),
        TIMEOUT,
        reply -> {
          switch (reply) {
            case Reply.Ok<T>(T body) -> {
              receive(route.json().apply(body).encode().getBytes(UTF_8), receiver);
              done.complete();
            }
            case Reply.Status<T>(int status, Optional<Duration> retryAfter) -> {
              receiver.head(
                  new Head(status, retryAfter.map(wait -> Long.toString(wait.toSeconds()))));
              done.complete();
            }
            case Reply.NoAnswer<T> _ -> done.fail("no answer in time");
          }
        });
    return done.future();
  }

  private static void receive(byte[] body, Receiver receiver) {
    receiver.head(new Head(200, Optional.empty()));
    var wanted = true;
    for (var from = 0; wanted && from < body.length; from += CHUNK) {
      wanted = receiver.chunk(Arrays.copyOfRange(body, from, Math.min(from + CHUNK, body.length)));
    }
  }
}
