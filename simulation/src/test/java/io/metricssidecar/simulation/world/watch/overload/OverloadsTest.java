package io.metricssidecar.simulation.world.watch.overload;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.simulation.world.World;
import io.metricssidecar.simulation.world.agent.Agent;
import io.metricssidecar.simulation.world.agent.AgentContext;
import io.metricssidecar.simulation.world.agent.ProbeAnswer;
import io.metricssidecar.simulation.world.agent.Stage;
import io.metricssidecar.simulation.world.scenario.LoadPlan;
import io.metricssidecar.simulation.world.scenario.LoadPlan.HotSpot;
import io.metricssidecar.simulation.world.scenario.Scenario;
import io.metricssidecar.simulation.world.time.Period;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class OverloadsTest {
  /// From second 300 on the first pod has work of its own limit.
  private static final Period HOT = Period.seconds(300, 120);

  /// The first pod answers 400 in a period. It says that it waits for a slot from second 370 on.
  private record Scripted(AgentContext context, Period out) implements Agent {
    @Override
    public void start() {}

    @Override
    public void probe(Consumer<ProbeAnswer> answer) {
      var first = context.config().pod().uid().equals("uid-0");
      var now = context.time().now();
      answer.accept(first && out.contains(now) ? ProbeAnswer.SHED : ProbeAnswer.READY);
    }

    @Override
    public Stage stage() {
      return context.time().now().toSeconds() < 370 ? Stage.NO_SAMPLE : Stage.FULL;
    }

    @Override
    public void terminate() {}
  }

  private static OverloadFigures run(Period out) {
    var hot = LoadPlan.steady(1.2).withHotSpots(new HotSpot(0, HOT, 1, true));
    return new World(Scenario.calm(4).with(hot), context -> new Scripted(context, out))
        .run()
        .figures()
        .overloads();
  }

  private static int seconds(Overload overload, Stage stage) {
    return overload.seconds().getOrDefault(stage, 0);
  }

  @Test
  void theTimeUntilAPodIsOutIsTheSumOfWhatItWaitsFor() {
    var figures = run(Period.seconds(380, 60));

    assertThat(figures.overloads()).hasSize(1);
    var overload = figures.overloads().getFirst();
    assertThat(overload.out()).isTrue();
    assertThat(overload.length()).isBetween(Duration.ofSeconds(80), Duration.ofSeconds(100));
    assertThat(seconds(overload, Stage.NO_SAMPLE)).isBetween(10, 55);
    assertThat(seconds(overload, Stage.NO_SAMPLE) + seconds(overload, Stage.NOT_POLLED))
        .isBetween(68, 71);
    assertThat(seconds(overload, Stage.FULL)).isBetween(9, 16);
    assertThat(seconds(overload, Stage.ANSWERED)).isBetween(5, 13);
    assertThat(overload.seconds())
        .containsOnlyKeys(Stage.NO_SAMPLE, Stage.NOT_POLLED, Stage.FULL, Stage.ANSWERED);
  }

  @Test
  void anOverloadThatEndsBeforeAShedIsCountedToo() {
    var figures = run(Period.seconds(1_000, 60));

    assertThat(figures.overloads()).hasSize(1);
    assertThat(figures.overloads().getFirst().out()).isFalse();
    assertThat(figures.overloads().getFirst().length())
        .isBetween(Duration.ofSeconds(118), Duration.ofSeconds(122));
  }

  @Test
  void aShedIsFalseWhereTheLoadIsOverByTheNextSample() {
    assertThat(run(Period.seconds(340, 60)).falseSheds()).isZero();
    assertThat(run(Period.seconds(410, 60)).falseSheds()).isEqualTo(1);
    assertThat(run(Period.seconds(1_000, 60)).falseSheds()).isEqualTo(1);
    assertThat(run(Period.seconds(1_000, 60)).sheds()).isEqualTo(1);
  }

  @Test
  void requestsThatFailInAnOverloadedPodAreThoseOfItsStage() {
    var failed = run(Period.seconds(1_000, 60)).failed();

    assertThat(failed.get(Stage.FULL)).isGreaterThan(failed.get(Stage.NOT_POLLED));
    assertThat(failed).doesNotContainKeys(Stage.ANSWERED, Stage.NO_CAPACITY);
  }

  @Test
  void aCalmFleetHasNone() {
    var figures =
        new World(Scenario.calm(4), context -> new Scripted(context, Period.seconds(0, 0)))
            .run()
            .figures()
            .overloads();

    assertThat(figures).isEqualTo(new OverloadFigures(List.of(), 0, 0, Map.of()));
  }
}
