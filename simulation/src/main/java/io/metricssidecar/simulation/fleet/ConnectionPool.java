package io.metricssidecar.simulation.fleet;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.simulation.world.api.Api;
import io.metricssidecar.simulation.world.api.Reply;
import io.metricssidecar.simulation.world.api.Request;
import io.metricssidecar.simulation.world.time.Timeline;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/// The connections of one process to the API server. Each carries one request at a time, as in
/// HTTP/1.1; who finds all of them in use waits for one, in the order of arrival, and the time
/// limit runs meanwhile.
final class ConnectionPool implements Api {
  /// As in `Connections` of the sidecar.
  static final int CONNECTIONS = 2;

  private final Api api;
  private final Timeline time;
  private final Deque<Waiting<?>> waiting = new ArrayDeque<>();
  private int open;

  ConnectionPool(Api api, Timeline time) {
    this.api = requireNonNull(api, "api is null");
    this.time = requireNonNull(time, "time is null");
  }

  /// A request that waits for a connection.
  ///
  /// @param end of its time limit
  private record Waiting<T>(Request<T> request, Duration end, Consumer<Reply<T>> reply) {}

  @Override
  public <T> void send(Request<T> request, Duration timeout, Consumer<Reply<T>> reply) {
    if (open < CONNECTIONS) {
      use(request, timeout, reply);
      return;
    }
    var queued = new Waiting<>(request, time.now().plus(timeout), reply);
    waiting.addLast(queued);
    time.after(
        timeout,
        () -> {
          if (waiting.remove(queued)) {
            reply.accept(new Reply.NoAnswer<>());
          }
        });
  }

  private <T> void use(Request<T> request, Duration left, Consumer<Reply<T>> reply) {
    open++;
    api.send(
        request,
        left,
        answer -> {
          open--;
          next();
          reply.accept(answer);
        });
  }

  private void next() {
    var first = waiting.pollFirst();
    if (first != null) {
      use(first);
    }
  }

  private <T> void use(Waiting<T> first) {
    var left = first.end().minus(time.now());
    use(first.request(), left.isNegative() ? Duration.ZERO : left, first.reply());
  }
}
