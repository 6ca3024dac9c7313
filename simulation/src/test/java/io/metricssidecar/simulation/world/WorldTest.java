package io.metricssidecar.simulation.world;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.metricssidecar.simulation.world.agent.Nothing;
import io.metricssidecar.simulation.world.cluster.Pod;
import io.metricssidecar.simulation.world.scenario.LoadPlan;
import io.metricssidecar.simulation.world.scenario.LoadPlan.Surge;
import io.metricssidecar.simulation.world.scenario.Scenario;
import io.metricssidecar.simulation.world.time.Period;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WorldTest {
  @Test
  void aCalmFleetServesAllRequestsInTime() {
    var outcome = new World(Scenario.calm(4), _ -> new Nothing()).run();
    assertThat(outcome.violations()).isEmpty();
    var figures = outcome.figures();
    assertThat(figures.belowFloor()).isZero();
    assertThat(figures.sheds()).isZero();
    assertThat(figures.flips()).isZero();
    assertThat(figures.meanReplicas()).isCloseTo(4, offset(0.01));
    assertThat(figures.requests().badShare()).isLessThan(0.02);
    assertThat(figures.counted()).isGreaterThan(Duration.ofMinutes(19));
  }

  @Test
  void podsAreReadyWithinAMinuteAndUseWhatTheyAreOffered() {
    var world = new World(Scenario.calm(4), _ -> new Nothing());
    world.runUntil(Duration.ofMinutes(5));
    assertThat(world.cluster().pods()).hasSize(4).allMatch(Pod::serves);
    var sample =
        requireNonNull(world.cluster().metrics().get(world.cluster().pods().getFirst().name()));
    assertThat(sample.containers().getFirst().cpuCores()).isBetween(0.28, 0.32);
    assertThat(sample.window()).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(40));
  }

  @Test
  void moreThanTheFleetCanCarryIsLateOrDropped() {
    var load = LoadPlan.steady(1.2).withSurges(new Surge(Period.seconds(300, 300), 4));
    var figures = new World(Scenario.calm(4).with(load), _ -> new Nothing()).run().figures();
    assertThat(figures.requests().dropped()).isGreaterThan(1_000);
    assertThat(figures.requests().late()).isGreaterThan(1_000);
  }

  @Test
  void theSameScenarioGivesTheSameRun() {
    var first = new World(Scenario.calm(3), _ -> new Nothing()).run();
    var second = new World(Scenario.calm(3), _ -> new Nothing()).run();
    assertThat(second).isEqualTo(first);
  }
}
