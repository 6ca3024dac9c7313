package io.metricssidecar.simulation.world.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.simulation.world.World;
import io.metricssidecar.simulation.world.scenario.LoadPlan;
import io.metricssidecar.simulation.world.scenario.LoadPlan.HotSpot;
import io.metricssidecar.simulation.world.scenario.LoadPlan.Surge;
import io.metricssidecar.simulation.world.scenario.Scenario;
import io.metricssidecar.simulation.world.scenario.Scenarios;
import io.metricssidecar.simulation.world.time.Period;
import io.metricssidecar.simulation.world.watch.overload.Overload;
import io.metricssidecar.testing.Property;
import io.metricssidecar.testing.generators.Gens;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CoreAgentTest {
  @Test
  void aHotPodIsShedAndReturns() {
    var hot =
        LoadPlan.steady(0.6).withHotSpots(new HotSpot(0, Period.seconds(300, 240), 0.95, true));
    var world = new World(Scenario.calm(6).with(hot), CoreAgent::new);
    var outcome = world.run();
    assertThat(outcome.violations()).isEmpty();
    assertThat(outcome.figures().sheds()).isPositive();
    assertThat(outcome.figures().overloads().overloads())
        .filteredOn(Overload::out)
        .isNotEmpty()
        .allMatch(overload -> overload.length().compareTo(Duration.ofMinutes(2)) < 0);
    assertThat(world.cluster().leases().record().holders()).isEmpty();
  }

  @Test
  void anOverloadedFleetStays() {
    var overload = LoadPlan.steady(1.5).withSurges(new Surge(Period.seconds(300, 600), 3));
    var outcome = new World(Scenario.calm(3).with(overload), CoreAgent::new).run();
    assertThat(outcome.violations()).isEmpty();
    assertThat(outcome.figures().belowFloor()).isZero();
  }

  @Test
  void inRandomFleetsNoInvariantIsBroken() {
    Property.forAll(
        Gens.longs(0, 1_000_000),
        20,
        seed ->
            assertThat(new World(Scenarios.random(seed), CoreAgent::new).run().violations())
                .isEmpty());
  }
}
