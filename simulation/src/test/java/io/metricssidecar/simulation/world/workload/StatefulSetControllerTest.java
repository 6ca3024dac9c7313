package io.metricssidecar.simulation.world.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.simulation.world.cluster.Cluster;
import io.metricssidecar.simulation.world.cluster.Pod;
import io.metricssidecar.simulation.world.scenario.ChangePlan;
import io.metricssidecar.simulation.world.scenario.ChangePlan.Scale;
import io.metricssidecar.simulation.world.scenario.FleetPlan;
import io.metricssidecar.simulation.world.scenario.FleetPlan.Kind;
import io.metricssidecar.simulation.world.scenario.Scenario;
import io.metricssidecar.simulation.world.time.EventQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatefulSetControllerTest {
  private static final Duration CHANGE = Duration.ofSeconds(60);

  /// Pods that serve ten seconds after their creation and are gone five seconds after their
  /// deletion.
  private static final class Fleet {
    private final EventQueue time = new EventQueue();
    private final Cluster cluster;
    private final List<String> log = new ArrayList<>();

    Fleet(Kind kind, ChangePlan changes) {
      var scenario = Scenario.calm(3).with(FleetPlan.of(3).with(kind)).with(changes);
      cluster = new Cluster(scenario, time);
      new Users(cluster).start();
      new StatefulSetController(cluster, this::start).start();
    }

    private void start(Pod pod) {
      log.add("%s created at %d".formatted(pod, time.now().toSeconds()));
      time.after(Duration.ofSeconds(10), () -> pod.show(new Pod.Shown(true, true, time.now())));
      pod.whenDeleted(
          () -> {
            log.add("%s deleted at %d".formatted(pod, time.now().toSeconds()));
            time.after(Duration.ofSeconds(5), () -> cluster.remove(pod));
          });
    }

    Fleet until(long seconds) {
      time.runUntil(Duration.ofSeconds(seconds), () -> {});
      return this;
    }
  }

  private static ChangePlan scale(int replicas) {
    return new ChangePlan(List.of(), List.of(new Scale(CHANGE, replicas)), 25, 25, null);
  }

  private static ChangePlan rollout() {
    return new ChangePlan(List.of(CHANGE), List.of(), 25, 25, null);
  }

  @Test
  void orderedPodsAreCreatedOneAfterTheOther() {
    assertThat(new Fleet(Kind.ORDERED_STATEFUL_SET, ChangePlan.NONE).until(300).log)
        .containsExactly("cart-0 created at 0", "cart-1 created at 10", "cart-2 created at 20");
  }

  @Test
  void parallelPodsAreCreatedAtOnce() {
    assertThat(new Fleet(Kind.PARALLEL_STATEFUL_SET, ChangePlan.NONE).until(300).log)
        .containsExactly("cart-0 created at 0", "cart-1 created at 0", "cart-2 created at 0");
  }

  @Test
  void aPodThatIsNotReadyBlocksAnOrderedSetAndNoParallelOne() {
    var blocked = new Fleet(Kind.ORDERED_STATEFUL_SET, scale(5)).until(50);
    blocked.cluster.pods().getFirst().show(new Pod.Shown(false, true, Duration.ZERO));
    assertThat(blocked.until(300).cluster.pods()).hasSize(3);

    var free = new Fleet(Kind.PARALLEL_STATEFUL_SET, scale(5)).until(50);
    free.cluster.pods().getFirst().show(new Pod.Shown(false, true, Duration.ZERO));
    assertThat(free.until(300).cluster.pods()).hasSize(5);
  }

  @Test
  void aRolloutReplacesThePodsFromTheLastOneByOneUnderTheSameNames() {
    var fleet = new Fleet(Kind.ORDERED_STATEFUL_SET, rollout()).until(58);
    fleet.log.clear();
    fleet.until(300);

    assertThat(fleet.log)
        .extracting(line -> line.substring(0, line.indexOf(" at ")))
        .containsExactly(
            "cart-2 deleted",
            "cart-2 created",
            "cart-1 deleted",
            "cart-1 created",
            "cart-0 deleted",
            "cart-0 created");
    assertThat(fleet.cluster.pods()).allMatch(pod -> pod.revision() == 2 && pod.serves());
    assertThat(fleet.cluster.deployment().rolling()).isFalse();
  }

  @Test
  void anOrderedSetIsReducedOneByOneFromTheLast() {
    var fleet = new Fleet(Kind.ORDERED_STATEFUL_SET, scale(1)).until(58);
    fleet.log.clear();
    fleet.until(300);

    assertThat(fleet.log)
        .extracting(line -> line.substring(0, line.indexOf(" at ")))
        .containsExactly("cart-2 deleted", "cart-1 deleted");
    assertThat(fleet.cluster.pods()).hasSize(1);
  }

  @Test
  void theObjectNamesItsKindAndOrder() {
    var ordered = new Fleet(Kind.ORDERED_STATEFUL_SET, ChangePlan.NONE).until(60);
    assertThat(ordered.cluster.deployment().object().kind()).isEqualTo("StatefulSet");
    assertThat(ordered.cluster.deployment().object().ordered()).isTrue();
    var parallel = new Fleet(Kind.PARALLEL_STATEFUL_SET, ChangePlan.NONE).until(60);
    assertThat(parallel.cluster.deployment().object().ordered()).isFalse();
    assertThat(parallel.cluster.leases().lease().name())
        .isEqualTo("metrics-sidecar-statefulset-cart");
  }
}
