package io.metricssidecar.simulation.world.metrics;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.metricssidecar.simulation.world.api.PodMetricsObject;
import io.metricssidecar.simulation.world.cluster.Cluster;
import io.metricssidecar.simulation.world.cluster.Pod;
import io.metricssidecar.simulation.world.scenario.PipelinePlan;
import io.metricssidecar.simulation.world.scenario.PipelinePlan.Sampling;
import io.metricssidecar.simulation.world.scenario.Scenario;
import io.metricssidecar.simulation.world.time.EventQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MetricsServerTest {
  private static final Duration TICK = Duration.ofSeconds(15);

  /// What a tick reads is stored within a second.
  private static final Duration STORED = Duration.ofSeconds(1);

  /// A running pod that uses a tenth of a core more each minute, with its metrics-server.
  private static final class Pipeline {
    private final EventQueue time = new EventQueue();
    private final Cluster cluster;
    private final Pod pod;
    private final Set<PodMetricsObject> seen = new LinkedHashSet<>();
    private double cores = 0.1;

    Pipeline(Sampling sampling, double missed) {
      cluster =
          new Cluster(
              Scenario.calm(1).with(new PipelinePlan(TICK, sampling, missed, List.of())), time);
      pod = cluster.create().orElseThrow();
      pod.appStarted(time.now());
      use();
      var server = new MetricsServer(cluster);
      server.start();
      server.follow(pod);
    }

    private void use() {
      time.after(
          Duration.ofSeconds(1),
          () -> {
            pod.use().add(cores, cores, 1, 1 << 20);
            use();
          });
    }

    void pass(Duration length) {
      time.runUntil(
          time.now().plus(length),
          () -> {
            var sample = cluster.metrics().get(pod.name());
            if (sample != null) {
              seen.add(sample);
            }
          });
    }

    PodMetricsObject sample() {
      return requireNonNull(cluster.metrics().get(pod.name()), "no sample");
    }
  }

  @Test
  void aSampleNeedsTwoTicksAndIsTheMeanBetweenThem() {
    var pipeline = new Pipeline(Sampling.AT_SCRAPE, 0);
    pipeline.pass(TICK.plus(STORED));
    assertThat(pipeline.cluster.metrics()).isEmpty();

    pipeline.pass(TICK);
    var sample = pipeline.sample();
    assertThat(sample.window()).isEqualTo(TICK);
    assertThat(sample.containers().getFirst().cpuCores()).isCloseTo(0.1, offset(0.01));

    pipeline.cores = 0.7;
    pipeline.pass(TICK.multipliedBy(3));
    assertThat(pipeline.sample().containers().getFirst().cpuCores()).isCloseTo(0.7, offset(0.01));
  }

  @Test
  void withSamplingAtTheScrapeTimestampsAreATickApart() {
    var pipeline = new Pipeline(Sampling.AT_SCRAPE, 0);
    pipeline.pass(TICK.multipliedBy(10));

    var times = pipeline.seen.stream().map(PodMetricsObject::timestamp).toList();
    assertThat(times).hasSizeGreaterThanOrEqualTo(8);
    for (var index = 1; index < times.size(); index++) {
      assertThat(Duration.between(times.get(index - 1), times.get(index))).isEqualTo(TICK);
    }
  }

  /// cAdvisor's housekeeping has a period of its own: some ticks bring the sample before once more.
  @Test
  void withHousekeepingTheWindowIsItsOwnAndATickMayRepeatASample() {
    var pipeline = new Pipeline(Sampling.CADVISOR, 0);
    pipeline.pass(TICK.multipliedBy(40));

    assertThat(pipeline.seen)
        .hasSizeBetween(25, 39)
        .extracting(PodMetricsObject::window)
        .allSatisfy(
            window -> assertThat(window).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(40)))
        .doesNotHaveDuplicates();
  }

  @Test
  void aContainerThatWasStartedAgainHasNoSampleForTwoTicks() {
    var pipeline = new Pipeline(Sampling.AT_SCRAPE, 0);
    pipeline.pass(TICK.multipliedBy(4));
    var before = pipeline.sample();

    pipeline.pod.appEnded();
    pipeline.pod.use().reset();
    pipeline.pod.appStarted(pipeline.time.now());
    pipeline.pass(TICK.plus(STORED));
    assertThat(pipeline.cluster.metrics()).isEmpty();

    pipeline.pass(TICK);
    assertThat(pipeline.sample().timestamp()).isAfter(before.timestamp());
    assertThat(pipeline.sample().containers().getFirst().cpuCores()).isPositive();
  }

  @Test
  void aNodeThatDoesNotAnswerHasNoSamples() {
    var missed = new Pipeline(Sampling.AT_SCRAPE, 1);
    missed.pass(TICK.multipliedBy(10));
    assertThat(missed.cluster.metrics()).isEmpty();

    var dead = new Pipeline(Sampling.CADVISOR, 0);
    dead.pass(TICK.multipliedBy(10));
    assertThat(dead.cluster.metrics()).hasSize(1);
    dead.pod.node().die();
    dead.pass(TICK.plus(STORED));
    assertThat(dead.cluster.metrics()).isEmpty();
  }

  /// Between two ticks the API serves what the last one stored.
  @Test
  void aSampleIsServedUntilTheNextTick() {
    var pipeline = new Pipeline(Sampling.AT_SCRAPE, 0);
    pipeline.pass(TICK.multipliedBy(4));
    var served = pipeline.sample();
    var taken = Duration.between(Instant.parse("2026-01-01T00:00:00Z"), served.timestamp());
    var next = taken.plus(TICK).minus(pipeline.time.now());

    pipeline.pass(next.minusMillis(1));
    assertThat(pipeline.sample()).isEqualTo(served);
    pipeline.pass(STORED);
    assertThat(pipeline.sample().timestamp()).isEqualTo(served.timestamp().plus(TICK));
  }
}
