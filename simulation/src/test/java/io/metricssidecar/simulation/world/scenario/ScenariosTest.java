package io.metricssidecar.simulation.world.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.metricssidecar.contract.sidecar.Shedding.ShedMode;
import io.metricssidecar.simulation.world.scenario.FleetPlan.Kind;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ScenariosTest {
  @Test
  void aSeedIsAScenario() {
    assertThat(Scenarios.random(5)).isEqualTo(Scenarios.random(5));
    assertThat(Scenarios.random(5)).isNotEqualTo(Scenarios.random(6));
  }

  @Test
  void loadEndsTenMinutesBeforeTheRun() {
    LongStream.range(0, 500)
        .mapToObj(Scenarios::random)
        .forEach(
            scenario ->
                assertThat(
                        scenario
                            .load()
                            .steady(
                                scenario.length().minus(Duration.ofMinutes(10)), scenario.length()))
                    .isTrue());
  }

  @Test
  void mostScenariosHaveAHotPodAndSomeHaveEachFault() {
    var scenarios = LongStream.range(0, 500).mapToObj(Scenarios::random).toList();
    assertThat(scenarios)
        .filteredOn(scenario -> !scenario.load().hotSpots().isEmpty())
        .hasSizeGreaterThan(350);
    assertThat(scenarios).anyMatch(scenario -> !scenario.api().outages().isEmpty());
    assertThat(scenarios).anyMatch(scenario -> !scenario.api().remade().isEmpty());
    assertThat(scenarios).anyMatch(scenario -> scenario.api().lostAnswers() > 0);
    assertThat(scenarios).anyMatch(scenario -> !scenario.nodes().deaths().isEmpty());
    assertThat(scenarios).anyMatch(scenario -> !scenario.nodes().crashes().isEmpty());
    assertThat(scenarios).anyMatch(scenario -> !scenario.promised());
    assertThat(scenarios).anyMatch(scenario -> !scenario.changes().rollouts().isEmpty());
    assertThat(scenarios).anyMatch(scenario -> scenario.changes().autoscaler() != null);
    assertThat(scenarios).anyMatch(scenario -> scenario.fleet().slices().endpoints() < 10);
    assertThat(scenarios).anyMatch(scenario -> scenario.fleet().slices().others() > 20);
  }

  @Test
  void mostScenariosPromiseTheFloorAndSomeHaveEachOtherMode() {
    var scenarios = LongStream.range(0, 500).mapToObj(Scenarios::random).toList();
    assertThat(scenarios.stream().collect(Collectors.groupingBy(Group::of, Collectors.counting())))
        .hasEntrySatisfying(Group.FLOOR, count -> assertThat(count).isGreaterThan(370))
        .containsOnlyKeys(Group.values());
    assertThat(scenarios)
        .extracting(scenario -> scenario.settings().shedding().mode())
        .contains(ShedMode.values());
    assertThat(scenarios).extracting(scenario -> scenario.fleet().kind()).contains(Kind.values());
  }

  @Test
  void aVariableThatNoSidecarReadsIsAnError() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Scenario.calm(2).with(Map.of("MODE", "enforce")))
        .withMessageContaining("unknown variables");
  }
}
