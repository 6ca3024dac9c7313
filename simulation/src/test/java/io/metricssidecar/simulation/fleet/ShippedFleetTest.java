package io.metricssidecar.simulation.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.simulation.world.Outcome;
import io.metricssidecar.simulation.world.World;
import io.metricssidecar.simulation.world.scenario.FleetPlan;
import io.metricssidecar.simulation.world.scenario.FleetPlan.Kind;
import io.metricssidecar.simulation.world.scenario.FleetPlan.Slices;
import io.metricssidecar.simulation.world.scenario.LoadPlan;
import io.metricssidecar.simulation.world.scenario.LoadPlan.HotSpot;
import io.metricssidecar.simulation.world.scenario.Scenario;
import io.metricssidecar.simulation.world.time.Period;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The shipped loop in six pods of which one is hot, by its mode and what else is in its namespace.
class ShippedFleetTest {
  private static final Scenario HOT =
      Scenario.calm(6)
          .with(
              LoadPlan.steady(0.6)
                  .withHotSpots(new HotSpot(0, Period.seconds(300, 600), 0.95, true)));

  private static Outcome run(Scenario scenario) {
    return new World(scenario, ShippedAgent::new).run();
  }

  private static Scenario mode(String mode) {
    return HOT.with(Map.of("SHED_MODE", mode, "WARM_UP", "0s", "OVERLOAD_WHEN", "cpu"));
  }

  @Test
  void modesEnforceAndAutoShedTheHotPodOfADeployment() {
    var enforced = run(mode("enforce"));
    assertThat(enforced.violations()).isEmpty();
    assertThat(enforced.figures().sheds()).isPositive();
    assertThat(run(mode("auto")).figures()).isEqualTo(enforced.figures());
  }

  @Test
  void modeObserveShedsNobodyAndTakesNoSlot() {
    var world = new World(mode("observe"), ShippedAgent::new);
    var outcome = world.run();
    assertThat(outcome.violations()).isEmpty();
    assertThat(outcome.figures().sheds()).isZero();
    // Our controller wrote the slots, and nobody else anything.
    assertThat(world.cluster().leases().lease().resourceVersion()).isEqualTo(2);
  }

  @Test
  void modeAutoShedsInAParallelStatefulSetAndObservesAnOrderedOne() {
    var parallel =
        new World(mode("auto").with(kind(Kind.PARALLEL_STATEFUL_SET)), ShippedAgent::new);
    var outcome = parallel.run();
    assertThat(outcome.violations()).isEmpty();
    assertThat(outcome.figures().sheds()).isPositive();

    var ordered = run(mode("auto").with(kind(Kind.ORDERED_STATEFUL_SET)));
    assertThat(ordered.violations()).isEmpty();
    assertThat(ordered.figures().sheds()).isZero();
    assertThat(run(mode("enforce").with(kind(Kind.ORDERED_STATEFUL_SET))).figures().sheds())
        .isPositive();
  }

  private static FleetPlan kind(Kind kind) {
    return FleetPlan.of(6).with(kind);
  }

  @Test
  void modeLocalShedsWithoutTheLease() {
    var world = new World(mode("local"), ShippedAgent::new);
    assertThat(world.run().figures().sheds()).isPositive();
    assertThat(world.cluster().leases().lease().resourceVersion()).isEqualTo(2);
  }

  /// The endpoints of the Service are in three slices, between 40 others: three pages of 20.
  @Test
  void endpointsInSeveralSlicesAndPagesAreFound() {
    var outcome = run(HOT.with(FleetPlan.of(6).with(new Slices(2, 40, 3))));
    assertThat(outcome.violations()).isEmpty();
    assertThat(outcome.figures().sheds()).isPositive();
    assertThat(outcome.figures().apiRequests()).isGreaterThan(run(HOT).figures().apiRequests());
  }

  @Test
  void pagesOfSlicesWithThousandEndpointsEachAreReadToo() {
    var outcome = run(HOT.with(FleetPlan.of(6).with(new Slices(1_000, 3, 1_000))));
    assertThat(outcome.violations()).isEmpty();
    assertThat(outcome.figures().sheds()).isPositive();
  }
}
