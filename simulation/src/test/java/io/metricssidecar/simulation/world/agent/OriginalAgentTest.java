package io.metricssidecar.simulation.world.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.simulation.world.World;
import io.metricssidecar.simulation.world.scenario.LoadPlan;
import io.metricssidecar.simulation.world.scenario.LoadPlan.Surge;
import io.metricssidecar.simulation.world.scenario.Scenario;
import io.metricssidecar.simulation.world.time.Period;
import io.metricssidecar.simulation.world.watch.Invariant;
import io.metricssidecar.simulation.world.watch.Violation;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OriginalAgentTest {
  @Test
  void anOverloadedFleetLeavesAsAWholeAndComesBackAsAWhole() {
    var overload = LoadPlan.steady(1.5).withSurges(new Surge(Period.seconds(300, 600), 3));
    var probed =
        Map.of(
            "SHED_MODE", "enforce",
            "OVERLOAD_WHEN", "cpu",
            "PROBE_PERIOD_SECONDS", "15",
            "MINIMUM_PODS_TO_KEEP_PERCENT", "50");
    var outcome = new World(Scenario.calm(3).with(overload).with(probed), OriginalAgent::new).run();
    assertThat(outcome.violations()).extracting(Violation::invariant).contains(Invariant.OURS);
    assertThat(outcome.figures().belowFloor()).isPositive();
  }

  @Test
  void aCalmFleetStays() {
    var figures = new World(Scenario.calm(3), OriginalAgent::new).run().figures();
    assertThat(figures.sheds()).isZero();
    assertThat(figures.flips()).isZero();
  }
}
