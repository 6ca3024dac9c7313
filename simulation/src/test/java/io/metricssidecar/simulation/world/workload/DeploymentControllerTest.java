package io.metricssidecar.simulation.world.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.simulation.world.cluster.Cluster;
import io.metricssidecar.simulation.world.cluster.Pod;
import io.metricssidecar.simulation.world.scenario.ApiPlan;
import io.metricssidecar.simulation.world.scenario.ChangePlan;
import io.metricssidecar.simulation.world.scenario.ChangePlan.Scale;
import io.metricssidecar.simulation.world.scenario.Scenario;
import io.metricssidecar.simulation.world.time.EventQueue;
import io.metricssidecar.simulation.world.time.Period;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeploymentControllerTest {
  private static final Duration CHANGE = Duration.ofSeconds(60);

  /// Four pods that serve ten seconds after their creation and are gone five seconds after their
  /// deletion.
  private static final class Fleet {
    private final EventQueue time = new EventQueue();
    private final Cluster cluster;
    private int most;
    private int fewest = Integer.MAX_VALUE;

    Fleet(Scenario scenario) {
      cluster = new Cluster(scenario, time);
      new Users(cluster).start();
      new DeploymentController(cluster, this::start).start();
    }

    Fleet(ChangePlan changes) {
      this(Scenario.calm(4).with(changes));
    }

    private void start(Pod pod) {
      time.after(Duration.ofSeconds(10), () -> pod.show(new Pod.Shown(true, true, time.now())));
      pod.whenDeleted(() -> time.after(Duration.ofSeconds(5), () -> cluster.remove(pod)));
    }

    Fleet until(long seconds) {
      time.runUntil(
          Duration.ofSeconds(seconds),
          () -> {
            var kept = cluster.pods().stream().filter(pod -> pod.deleted() == null).count();
            most = Math.max(most, (int) kept);
            if (time.now().toSeconds() > 30) {
              fewest = Math.min(fewest, serving());
            }
          });
      return this;
    }

    int serving() {
      return (int) cluster.pods().stream().filter(Pod::serves).count();
    }

    List<String> names() {
      return cluster.pods().stream().map(Pod::name).toList();
    }
  }

  private static ChangePlan rollout(int surge, int unavailable) {
    return new ChangePlan(List.of(CHANGE), List.of(), surge, unavailable, null);
  }

  private static ChangePlan scale(int replicas) {
    return new ChangePlan(List.of(), List.of(new Scale(CHANGE, replicas)), 25, 25, null);
  }

  @Test
  void createsTheDesiredPods() {
    var fleet = new Fleet(ChangePlan.NONE).until(300);
    assertThat(fleet.names()).containsExactly("cart-1-0", "cart-1-1", "cart-1-2", "cart-1-3");
    assertThat(fleet.fewest).isEqualTo(4);
  }

  @Test
  void aRolloutStaysWithinSurgeAndUnavailable() {
    var fleet = new Fleet(rollout(25, 25)).until(600);
    assertThat(fleet.names()).hasSize(4).allMatch(name -> name.startsWith("cart-2-"));
    assertThat(fleet.most).isEqualTo(5);
    assertThat(fleet.fewest).isEqualTo(3);
  }

  @Test
  void withSurgeAloneNoPodIsMissed() {
    var fleet = new Fleet(rollout(100, 0)).until(600);
    assertThat(fleet.names()).hasSize(4).allMatch(name -> name.startsWith("cart-2-"));
    assertThat(fleet.most).isEqualTo(8);
    assertThat(fleet.fewest).isEqualTo(4);
  }

  /// Kubernetes allows no rollout that could not move.
  @Test
  void whereBothAreZeroOnePodMayBeMissing() {
    var fleet = new Fleet(rollout(0, 0)).until(600);
    assertThat(fleet.names()).hasSize(4).allMatch(name -> name.startsWith("cart-2-"));
    assertThat(fleet.most).isEqualTo(4);
    assertThat(fleet.fewest).isEqualTo(3);
  }

  @Test
  void aScaleDownDeletesUnreadyPodsFirstAndThenTheYoungest() {
    var fleet = new Fleet(scale(2)).until(55);
    fleet.cluster.pods().get(1).show(new Pod.Shown(false, true, Duration.ZERO));

    assertThat(fleet.until(120).names()).containsExactly("cart-1-0", "cart-1-2");
  }

  @Test
  void aScaleUpCreatesWhatIsMissingAtOnce() {
    var fleet = new Fleet(scale(9)).until(62);
    assertThat(fleet.names()).hasSize(9);
    assertThat(fleet.cluster.deployment().object().present()).isEqualTo(9);
    assertThat(fleet.cluster.deployment().object().available()).isEqualTo(4);
  }

  @Test
  void doesNothingWhileTheApiServerIsDown() {
    var down = ApiPlan.FAST.withOutages(Period.seconds(50, 100));
    var fleet = new Fleet(Scenario.calm(4).with(scale(2)).with(down)).until(145);
    assertThat(fleet.names()).hasSize(4);

    assertThat(fleet.until(170).names()).hasSize(2);
  }
}
