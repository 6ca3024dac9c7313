package io.metricssidecar.cluster.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.metricssidecar.contract.exposition.Metric.Gauge;
import io.metricssidecar.contract.exposition.Metric.Sample;
import io.metricssidecar.contract.exposition.ServerMetrics;
import io.metricssidecar.testing.apiserver.WithApiServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@WithApiServer
@SuppressWarnings("NullAway.Init")
class BackgroundIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final Loop.Pace HOURLY = new Loop.Pace(Duration.ofHours(1), Duration.ZERO);

  private KubernetesClient client;
  private final Background background = new Background();

  @Test
  void namesLoopsThatFailAndCountsTheirRuns() {
    try (var good = started("good", () -> {})) {
      var bad = started("bad", BackgroundIT::fail);
      await().atMost(SOON).until(() -> good.runs().succeeded() == 1 && bad.runs().failed() >= 2);
      bad.close();

      var failed = bad.runs().failed();
      assertThat(background.failing())
          .containsExactly("loop bad failed %d times since 2026-11-21T12:00:00Z".formatted(failed));
      assertThat(background.dead()).isEmpty();
      assertThat(background.metrics())
          .containsExactly(
              ServerMetrics.LOOP_RUNS.counter(
                  List.of(
                      new Sample(Map.of("loop", "good", "result", "success"), 1),
                      new Sample(Map.of("loop", "good", "result", "failure"), 0),
                      new Sample(Map.of("loop", "bad", "result", "success"), 0),
                      new Sample(Map.of("loop", "bad", "result", "failure"), failed))),
              ServerMetrics.LOOP_LAST_SUCCESS.gauge(
                  List.of(
                      new Sample(Map.of("loop", "good"), NOON.getEpochSecond()),
                      new Sample(Map.of("loop", "bad"), Double.NaN))),
              ServerMetrics.WATCH_UP.gauge(List.of()));
    }
  }

  @Test
  void namesWatchesThatAreNotUp() {
    // A client of its own, so that closing it ends the watch and not the test's server.
    var own = new KubernetesClientBuilder().withConfig(client.getConfiguration()).build();
    try (var loop = started("test", () -> {});
        var watched = Watched.start("pods", own.pods().inAnyNamespace(), loop)) {
      await().atMost(SOON).until(watched::up);
      assertThat(background.failing()).isEmpty();
      assertThat(up()).containsExactly(new Sample(Map.of("objects", "pods"), 1));

      own.close();

      await().atMost(SOON).until(() -> !watched.up());
      assertThat(background.failing()).containsExactly("the watch of pods is not up");
      assertThat(up()).containsExactly(new Sample(Map.of("objects", "pods"), 0));
    }
  }

  @Test
  void isDeadWithALoopThatHasEnded() {
    try (var loop = started("test", () -> Thread.currentThread().interrupt())) {
      await().atMost(SOON).until(() -> loop.death().isPresent());

      assertThat(background.dead()).containsExactly("loop test has ended");
    }
  }

  private List<Sample> up() {
    return background.metrics().stream()
        .filter(metric -> metric.name().equals(ServerMetrics.WATCH_UP.name()))
        .flatMap(metric -> ((Gauge) metric).samples().stream())
        .toList();
  }

  private static void fail() {
    throw new IllegalStateException("always");
  }

  private Loop started(String name, Loop.Task task) {
    var loop =
        new Loop(name, HOURLY, task, new LoopHistory(new LoopHistory.Time(() -> NOON, () -> 0)));
    background.include(loop);
    loop.start();
    return loop;
  }
}
