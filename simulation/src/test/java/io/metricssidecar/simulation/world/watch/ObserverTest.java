package io.metricssidecar.simulation.world.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.contract.budget.BudgetRecord;
import io.metricssidecar.contract.budget.Holder;
import io.metricssidecar.simulation.world.Outcome;
import io.metricssidecar.simulation.world.World;
import io.metricssidecar.simulation.world.agent.Agent;
import io.metricssidecar.simulation.world.agent.AgentContext;
import io.metricssidecar.simulation.world.agent.Nothing;
import io.metricssidecar.simulation.world.agent.ProbeAnswer;
import io.metricssidecar.simulation.world.scenario.LoadPlan;
import io.metricssidecar.simulation.world.scenario.LoadPlan.HotSpot;
import io.metricssidecar.simulation.world.scenario.NodePlan;
import io.metricssidecar.simulation.world.scenario.NodePlan.Starved;
import io.metricssidecar.simulation.world.scenario.Scenario;
import io.metricssidecar.simulation.world.time.Period;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// Each invariant is broken once on purpose: an observer that finds nothing proves nothing.
class ObserverTest {
  private static final Scenario CALM = Scenario.calm(4);

  /// Answers by a script, from the pod and the seconds of the run.
  private record Scripted(AgentContext context, Function<AgentContext, ProbeAnswer> script)
      implements Agent {
    @Override
    public void start() {}

    @Override
    public void probe(Consumer<ProbeAnswer> answer) {
      answer.accept(script.apply(context));
    }

    @Override
    public void terminate() {}
  }

  private static Outcome run(Scenario scenario, Function<AgentContext, ProbeAnswer> script) {
    return new World(scenario, context -> new Scripted(context, script)).run();
  }

  private static List<Invariant> broken(Outcome outcome) {
    return outcome.violations().stream().map(Violation::invariant).toList();
  }

  private static ProbeAnswer shed(boolean condition) {
    return condition ? ProbeAnswer.SHED : ProbeAnswer.READY;
  }

  private static long seconds(AgentContext context) {
    return context.time().now().toSeconds();
  }

  private static boolean is(int number, AgentContext context) {
    return context.config().pod().uid().equals("uid-" + number);
  }

  @Test
  void podsThatLeaveTogetherBreakTheBudget() {
    var outcome = run(CALM, pod -> shed(seconds(pod) > 300 && seconds(pod) < 330));
    assertThat(broken(outcome)).contains(Invariant.OURS, Invariant.ANSWERS);
    assertThat(outcome.figures().oursBeyond()).isPositive();
    assertThat(outcome.figures().atZero()).isPositive();
    assertThat(outcome.violations().getFirst().timeline())
        .anyMatch(line -> line.contains("answers SHED"));
  }

  @Test
  void asManyAsThereAreSlotsDoNot() {
    var outcome = run(CALM, pod -> shed((is(0, pod) || is(1, pod)) && seconds(pod) / 100 % 4 == 3));
    assertThat(broken(outcome)).isEmpty();
    assertThat(outcome.figures().sheds()).isPositive();
  }

  @Test
  void aPodThatDoesNotReturnIsOutForTooLong() {
    assertThat(broken(run(CALM, pod -> shed(is(0, pod) && seconds(pod) > 120))))
        .containsExactly(Invariant.LONGEST_SHED);
  }

  @Test
  void aPodThatIsShedAgainAtOnceBreaksThePause() {
    assertThat(broken(run(CALM, pod -> shed(is(0, pod) && seconds(pod) / 20 % 2 == 1))))
        .containsExactly(Invariant.PAUSE);
  }

  @Test
  void aShedInModeObserveIsFound() {
    var variables = Map.of("SHED_MODE", "observe", "WARM_UP", "0s", "OVERLOAD_WHEN", "cpu");
    var outcome = run(CALM.with(variables), pod -> shed(is(0, pod) && seconds(pod) / 30 == 10));
    assertThat(broken(outcome)).contains(Invariant.OBSERVED, Invariant.OURS, Invariant.ANSWERS);
    assertThat(broken(run(CALM, pod -> shed(is(0, pod) && seconds(pod) / 30 == 10)))).isEmpty();
  }

  @Test
  void aFaultIsNoAnswer() {
    assertThat(broken(run(CALM, pod -> is(0, pod) ? ProbeAnswer.FAULT : ProbeAnswer.READY)))
        .containsExactly(Invariant.FAULT_ANSWERED);
  }

  @Test
  void podsThatLeaveOneByOneLeaveTooFewAndTooMuchToTheOthers() {
    var loaded = CALM.with(LoadPlan.steady(2.4));
    var outcome = run(loaded, pod -> shed((is(0, pod) || is(1, pod) || is(2, pod)) && turn(pod)));
    assertThat(broken(outcome)).contains(Invariant.FLOOR_AT_SHED, Invariant.CAPACITY_AT_SHED);
  }

  private static boolean turn(AgentContext pod) {
    return seconds(pod) > 120
        && (is(0, pod) || seconds(pod) > 200)
        && (!is(2, pod) || seconds(pod) > 280);
  }

  @Test
  void aSlotThatNobodyReleasesIsFound() {
    var world = new World(CALM, _ -> new Nothing());
    world.runUntil(Duration.ofMinutes(1));
    var holder = new Holder("uid-0", 1, "cart-1-0");
    world.cluster().leases().annotate(new BudgetRecord("2", List.of(holder)).annotations());
    assertThat(broken(world.run())).containsExactly(Invariant.SLOTS_FREE);
  }

  @Test
  void aHotPodThatIsNeverShedIsFound() {
    var hot =
        LoadPlan.steady(0.6).withHotSpots(new HotSpot(0, Period.seconds(300, 600), 0.95, true));
    assertThat(broken(new World(Scenario.calm(6).with(hot), _ -> new Nothing()).run()))
        .containsExactly(Invariant.REFUSED);
  }

  @Test
  void anAnswerThatComesTooLateIsBeyondThePromiseAndCounted() {
    var starved =
        List.of(
            new Starved(0, Period.seconds(300, 300), Duration.ofSeconds(60)),
            new Starved(1, Period.seconds(300, 300), Duration.ofSeconds(60)));
    var scenario = CALM.with(new NodePlan(starved, List.of(), Duration.ZERO, List.of()));
    var outcome = new World(scenario, _ -> new Nothing()).run();
    assertThat(scenario.promised()).isFalse();
    assertThat(broken(outcome)).isEmpty();
    assertThat(outcome.figures().oursBeyond()).isPositive();
  }
}
