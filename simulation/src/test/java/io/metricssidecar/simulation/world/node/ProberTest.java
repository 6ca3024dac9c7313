package io.metricssidecar.simulation.world.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.simulation.world.agent.Agent;
import io.metricssidecar.simulation.world.agent.ProbeAnswer;
import io.metricssidecar.simulation.world.cluster.Cluster;
import io.metricssidecar.simulation.world.cluster.Pod;
import io.metricssidecar.simulation.world.scenario.Scenario;
import io.metricssidecar.simulation.world.time.Chance;
import io.metricssidecar.simulation.world.time.EventQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// A probe of the default settings. Each answer takes a millisecond within the node.
class ProberTest {
  private static final Duration WAY = Duration.ofMillis(1);

  private final EventQueue time = new EventQueue();
  private final Cluster cluster = new Cluster(Scenario.calm(1), time);
  private final Pod pod = cluster.create().orElseThrow();
  private final Duration period = Duration.ofSeconds(cluster.settings().probe().periodSeconds());
  private final Duration timeout = Duration.ofSeconds(cluster.settings().probe().timeoutSeconds());
  private final int failures = cluster.settings().probe().failureThreshold();
  private final List<Duration> probed = new ArrayList<>();
  private final List<Duration> changes = new ArrayList<>();
  private ProbeAnswer answer = ProbeAnswer.READY;
  private Duration thinks = Duration.ZERO;

  private final Prober prober =
      new Prober(
          cluster,
          pod,
          new Answering(),
          new ProcessTimeline(time, pod.node(), new Chance(1)),
          () -> changes.add(time.now()));

  private final class Answering implements Agent {
    @Override
    public void start() {}

    @Override
    public void probe(Consumer<ProbeAnswer> taken) {
      probed.add(time.now());
      var present = answer;
      time.after(thinks, () -> taken.accept(present));
    }

    @Override
    public void terminate() {}
  }

  private void start() {
    prober.start(new Chance(5));
  }

  private void pass(Duration length) {
    time.runUntil(time.now().plus(length), () -> {});
  }

  @Test
  void probesOncePerPeriodFromARandomMomentOfTheFirst() {
    start();
    pass(period.multipliedBy(10));

    assertThat(probed).hasSize(10);
    assertThat(probed.getFirst()).isBetween(Duration.ZERO, period);
    for (var index = 1; index < 10; index++) {
      assertThat(probed.get(index).minus(probed.get(index - 1))).isEqualTo(period);
    }
    var phases =
        List.of(1L, 2L, 3L).stream()
            .map(
                seed -> {
                  var other = new ProberTest();
                  other.prober.start(new Chance(seed));
                  other.pass(other.period);
                  return other.probed;
                })
            .distinct();
    assertThat(phases).hasSize(3);
  }

  @Test
  void isReadyWithTheFirst200AndNotReadyWithTheLastOfEnough400() {
    start();
    pass(period);
    assertThat(changes).containsExactly(probed.getFirst().plus(WAY));

    answer = ProbeAnswer.SHED;
    pass(period.multipliedBy(failures));
    assertThat(prober.ready()).isFalse();
    assertThat(changes).hasSize(2).last().isEqualTo(probed.get(failures).plus(WAY));
  }

  @Test
  void one400LessThanTheThresholdChangesNothing() {
    start();
    pass(period);
    answer = ProbeAnswer.SHED;
    pass(period.multipliedBy(failures - 1L));
    answer = ProbeAnswer.READY;
    pass(period.multipliedBy(5));

    assertThat(changes).hasSize(1);
    assertThat(prober.ready()).isTrue();
  }

  @Test
  void anAnswerThatComesAfterTheTimeoutIsAFailureAndIsForgotten() {
    start();
    pass(period);
    answer = ProbeAnswer.SHED;
    thinks = timeout.plusMillis(10);
    pass(period.plus(timeout).multipliedBy(failures));

    assertThat(prober.ready()).isFalse();
    assertThat(pod.answer()).isEqualTo(ProbeAnswer.READY);
    assertThat(changes.getLast()).isEqualTo(probed.get(failures).plus(timeout));
  }

  @Test
  void anAnswerJustBeforeTheTimeoutCounts() {
    thinks = timeout.minusMillis(2);
    start();
    pass(period.plus(timeout));

    assertThat(prober.ready()).isTrue();
  }

  /// `kubelet/prober/worker.go`: a tick that comes while a probe runs waits for its end.
  @Test
  void theNextProbeBeginsAfterTheAnswerWhereThatTakesLongerThanThePeriod() {
    thinks = timeout.plusSeconds(60);
    start();
    pass(period.plus(timeout).multipliedBy(3));

    var apart = timeout.compareTo(period) > 0 ? timeout : period;
    assertThat(probed.get(1).minus(probed.getFirst())).isEqualTo(apart);
  }

  @Test
  void probesNoMoreOnceItIsStoppedOrItsNodeIsDead() {
    start();
    pass(period);
    prober.stop();
    pass(period.multipliedBy(5));
    assertThat(probed).hasSize(1);

    var dead = new ProberTest();
    dead.start();
    dead.pass(dead.period);
    dead.pod.node().die();
    dead.pass(dead.period.multipliedBy(5));
    assertThat(dead.probed).hasSize(1);
  }
}
