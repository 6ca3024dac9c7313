package io.metricssidecar.simulation.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.simulation.world.api.Api;
import io.metricssidecar.simulation.world.api.Reply;
import io.metricssidecar.simulation.world.api.Request;
import io.metricssidecar.simulation.world.time.EventQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ConnectionPoolTest {
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final Reply<String> OK = new Reply.Ok<>("v1beta1");

  private final EventQueue time = new EventQueue();
  private final List<Duration> left = new ArrayList<>();
  private final List<Consumer<Reply<String>>> open = new ArrayList<>();
  private final List<String> ends = new ArrayList<>();
  private final ConnectionPool pool = new ConnectionPool(new Silent(), time);

  /// An API server that answers when the test says so, or at the time limit.
  private final class Silent implements Api {
    @Override
    @SuppressWarnings("unchecked") // Every request here is for a text.
    public <T> void send(Request<T> request, Duration timeout, Consumer<Reply<T>> reply) {
      left.add(timeout);
      var answer = (Consumer<Reply<String>>) (Consumer<?>) reply;
      open.add(answer);
      time.after(
          timeout,
          () -> {
            if (open.remove(answer)) {
              answer.accept(new Reply.NoAnswer<>());
            }
          });
    }
  }

  private void send(String name) {
    pool.send(
        new Request.DiscoverMetrics(),
        LIMIT,
        reply ->
            ends.add(
                "%s %s at %d ms"
                    .formatted(name, reply.equals(OK) ? "ok" : "none", time.now().toMillis())));
  }

  private void until(long millis) {
    time.runUntil(Duration.ofMillis(millis), () -> {});
  }

  private void answerFirst() {
    open.removeFirst().accept(OK);
  }

  @Test
  void aThirdRequestWaitsForAConnectionAndHasTheRestOfItsTime() {
    send("a");
    send("b");
    send("c");
    assertThat(left).containsExactly(LIMIT, LIMIT);

    until(500);
    answerFirst();
    assertThat(ends).containsExactly("a ok at 500 ms");
    assertThat(left).containsExactly(LIMIT, LIMIT, Duration.ofMillis(1_500));

    until(600);
    answerFirst();
    answerFirst();
    assertThat(ends).containsExactly("a ok at 500 ms", "b ok at 600 ms", "c ok at 600 ms");
  }

  @Test
  void requestsThatWaitHaveTheOrderOfTheirArrival() {
    for (var name : List.of("a", "b", "c", "d")) {
      send(name);
    }
    until(100);
    answerFirst();
    until(200);
    answerFirst();
    until(300);
    answerFirst();
    answerFirst();
    assertThat(ends)
        .containsExactly("a ok at 100 ms", "b ok at 200 ms", "c ok at 300 ms", "d ok at 300 ms");
  }

  @Test
  void aRequestThatFindsNoConnectionWithinItsTimeIsNeverSent() {
    send("a");
    send("b");
    until(1_000);
    send("c");
    send("d");
    until(1_999);
    assertThat(left).hasSize(2);
    // Both connections are free at 2 s, when the time of the others is half over.
    until(2_999);
    assertThat(left).hasSize(4);

    send("e");
    until(5_000);
    assertThat(ends)
        .containsExactly(
            "a none at 2000 ms",
            "b none at 2000 ms",
            "c none at 3000 ms",
            "d none at 3000 ms",
            "e none at 4999 ms");
  }

  @Test
  void aFreeConnectionIsUsedAtOnce() {
    send("a");
    answerFirst();
    send("b");
    send("c");
    assertThat(left).containsExactly(LIMIT, LIMIT, LIMIT);
  }
}
