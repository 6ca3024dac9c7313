package io.metricssidecar.sidecar.loop;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.decision.budget.DenialReason;
import io.metricssidecar.decision.overload.Event;
import io.metricssidecar.decision.overload.OverloadConfig;
import io.metricssidecar.decision.overload.OverloadPolicy;
import io.metricssidecar.decision.overload.OverloadState;
import io.metricssidecar.decision.overload.Phase;
import io.metricssidecar.decision.overload.Reason;
import io.metricssidecar.decision.overload.Step.Effect;
import io.metricssidecar.decision.samples.SampleFilter.Supply;
import io.metricssidecar.sidecar.budget.SlotPermission.Turn;
import io.metricssidecar.sidecar.telemetry.SidecarCounters;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The state machine of this process: its present state, and what is told of it in logs, metrics
/// and `/explain`. It performs no I/O: the effects are returned. For one thread.
final class OverloadMachine {
  private static final Logger LOGGER = LoggerFactory.getLogger(OverloadMachine.class);

  private final OverloadConfig config;
  private final Environment environment;
  private final SidecarCounters counters;
  private OverloadState state;
  private final Duration born;
  private Instant since;
  private Reason reason = Reason.STARTED;
  private @Nullable DenialReason denial;
  private int requests;

  OverloadMachine(OverloadConfig config, Environment environment, SidecarCounters counters) {
    this.config = requireNonNull(config, "config is null");
    this.environment = requireNonNull(environment, "environment is null");
    this.counters = requireNonNull(counters, "counters is null");
    born = environment.clocks().monotonic();
    state = OverloadState.initial(born);
    since = environment.clocks().wall().instant();
  }

  OverloadState state() {
    return state;
  }

  /// The begin of the present phase, by wall time.
  Instant since() {
    return since;
  }

  /// The rule that led to the present phase.
  Reason reason() {
    return reason;
  }

  /// The last denial in the present phase; null without one.
  @Nullable DenialReason denial() {
    return denial;
  }

  /// Whether the pod sheds, or the result of a slot request has not arrived yet: then being listed
  /// in the budget is no surprise.
  boolean holdsOrAwaitsSlot() {
    return state.shedding() || (state.phase() instanceof Phase.Hot hot && hot.awaiting());
  }

  /// Whether samples have counted lately.
  Supply supply() {
    return OverloadPolicy.starved(state, born, environment.clocks().monotonic(), config)
        ? Supply.STARVED
        : Supply.STEADY;
  }

  /// Takes one event; the effects have to be carried out in order.
  List<Effect> apply(Event event) {
    var before = state;
    var step = OverloadPolicy.next(before, event, config, environment.random().nextDouble());
    state = step.state();
    if (before.phase().kind() != state.phase().kind()) {
      moved(before, step.reason());
    }
    return step.effects();
  }

  /// Counts one more slot request of the present phase.
  Turn nextTurn() {
    requests++;
    return requests == 1 ? Turn.FIRST : Turn.LATER;
  }

  /// Keeps the reason of a denial for as long as the present phase lasts.
  void denied(DenialReason why) {
    denial = why;
  }

  private void moved(OverloadState before, Reason why) {
    since = environment.clocks().wall().instant();
    reason = why;
    denial = null;
    requests = 0;
    var from = before.phase().kind();
    var to = state.phase().kind();
    counters.transition(from.name(), to.name(), why.label());
    if (before.phase() instanceof Phase.Shedding shedding) {
      counters.shed(environment.clocks().monotonic().minus(shedding.since()), why);
    }
    var sample = state.sample();
    LOGGER
        .atInfo()
        .addKeyValue("from", from)
        .addKeyValue("to", to)
        .addKeyValue("because", why.sentence())
        .addKeyValue("pressure", sample == null ? null : sample.pressure())
        .log("State changed");
  }
}
