package io.metricssidecar.simulation.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.simulation.world.World;
import io.metricssidecar.simulation.world.agent.Nothing;
import io.metricssidecar.simulation.world.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlotFilesTest {
  @TempDir private Path directory;

  @Test
  void agentsAreBarsAndCurvesOfTheirFigures() throws IOException {
    var plots = new PlotFiles(directory);
    var out = IntStream.rangeClosed(0, 20).mapToObj(twentieth -> 6.0 * twentieth).toList();
    plots.agents(
        List.of(
            new AgentFigures("one & only", 50, 0, out),
            new AgentFigures("other", 12.5, 100, List.of())));

    assertThat(directory.resolve("agents.csv"))
        .content()
        .startsWith("agent,")
        .contains("\none & only,50.00,0.00,0.00,6.00,12.00")
        .endsWith("\nother,12.50,100.00\n");
    assertThat(directory.resolve("agents.svg"))
        .content()
        // 50 of 100 s/h on an axis of 180 pixels.
        .contains("y=\"140.0\" width=\"20.0\" height=\"90.0\" fill=\"#1b5faa\"")
        .contains("y=\"50.0\" width=\"20.0\" height=\"180.0\" fill=\"#2b7a3d\"")
        // The median of 60 s on an axis of 240 s and 280 pixels.
        .contains("450.0,140.0")
        .contains("one &amp; only");
  }

  @Test
  void aTimelineHasAMomentEveryFiveSeconds() throws IOException {
    var plots = new PlotFiles(directory);
    plots.timeline(new World(Scenario.calm(4), _ -> new Nothing()));

    var lines = Files.readAllLines(directory.resolve("timeline.csv"));
    assertThat(lines).hasSize(242).startsWith(Moment.HEADER).contains("0,4,2,0,0,0.0,0.0");
    assertThat(Moment.of(lines.get(121)))
        .matches(moment -> moment.second() == 600 && moment.desired() == 4)
        .matches(moment -> moment.floor() == 2 && moment.ready() == 4 && moment.slots() == 0)
        .matches(moment -> moment.mean() > 25 && moment.hottest() < 35);
    assertThat(directory.resolve("timeline.svg"))
        .content()
        .startsWith("<svg")
        .contains("ready endpoints")
        .endsWith("</svg>\n");
  }

  @Test
  void stepsOfAnAxisAreRound() {
    assertThat(Panel.step(4)).isEqualTo(1);
    assertThat(Panel.step(42)).isEqualTo(10);
    assertThat(Panel.step(175)).isEqualTo(50);
    assertThat(Panel.end(175)).isEqualTo(200);
    assertThat(Panel.end(0)).isEqualTo(1);
  }
}
