package io.metricssidecar.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.simulation.world.scenario.Scenarios;
import java.util.List;
import org.junit.jupiter.api.Test;

class FleetsTest {
  private static final long FROM = 1;
  private static final long FLEETS = 300;

  /// Enough to see what the older algorithm does.
  private static final long FEW = 40;

  /// A failure prints the timeline; the command in it shows the run again.
  @Test
  void theShippedLoopKeepsEveryPromiseInRandomFleets() {
    var runs = SimulateMain.runs(FROM, FLEETS, List.of(Decider.SHIPPED));

    assertThat(runs.stream().filter(Run::failed).map(Run::text)).isEmpty();
    var promised = new Totals(runs.stream().filter(Run::promised).toList());
    assertThat(promised.runs()).hasSizeGreaterThan(240);
    assertThat(runs.stream().mapToInt(run -> run.figures().sheds()).sum()).isGreaterThan(300);
  }

  /// Nobody would notice an observer that sees nothing.
  @Test
  void theOriginalsAlgorithmBreaksTheFloorInTheSameFleets() {
    var runs = SimulateMain.runs(FROM, FEW, List.of(Decider.ORIGINAL));

    assertThat(new Totals(runs).violated()).isGreaterThan(15);
  }

  @Test
  void theSameSeedIsTheSameRun() {
    var scenario = Scenarios.random(7);

    assertThat(Run.of(scenario, Decider.SHIPPED)).isEqualTo(Run.of(scenario, Decider.SHIPPED));
  }
}
