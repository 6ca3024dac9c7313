package io.metricssidecar.simulation.world.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.simulation.world.workload.HpaFormula.PodUse;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The example of the design: ten pods, request 500m, limit 1000m, target 80 %.
class HpaFormulaTest {
  private static List<PodUse> pods(int count, @Nullable Double share, boolean ready, int minutes) {
    return Collections.nCopies(count, new PodUse(share, ready, Duration.ofMinutes(minutes)));
  }

  private static List<PodUse> and(List<PodUse> some, List<PodUse> others) {
    return Stream.concat(some.stream(), others.stream()).toList();
  }

  @Test
  void useAboveTheTargetWantsMore() {
    assertThat(HpaFormula.replicas(10, 0.8, pods(10, 1.8, true, 10))).isEqualTo(23);
  }

  @Test
  void aSmallDifferenceChangesNothing() {
    assertThat(HpaFormula.replicas(10, 0.8, pods(10, 0.87, true, 10))).isEqualTo(10);
    assertThat(HpaFormula.replicas(10, 0.8, pods(10, 0.73, true, 10))).isEqualTo(10);
  }

  @Test
  void podsThatAreOutHideDemand() {
    var half = and(pods(5, 2.0, true, 10), pods(5, 0.1, false, 10));
    assertThat(HpaFormula.replicas(10, 0.8, half)).isEqualTo(14);
  }

  @Test
  void youngPodsThatAreNotReadyCountAsIdleWhereMoreAreWanted() {
    var half = and(pods(5, 2.0, true, 10), pods(5, 0.1, false, 2));
    assertThat(HpaFormula.replicas(10, 0.8, half)).isEqualTo(13);
  }

  @Test
  void podsWithoutSampleNeverTurnTheDirection() {
    var unknown = and(pods(5, 0.2, true, 10), pods(5, null, true, 10));
    assertThat(HpaFormula.replicas(10, 0.8, unknown)).isEqualTo(8);
    var up = and(pods(2, 1.0, true, 10), pods(8, null, true, 10));
    assertThat(HpaFormula.replicas(10, 0.8, up)).isEqualTo(10);
  }
}
