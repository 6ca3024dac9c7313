package io.metricssidecar.decision.proof;

import io.metricssidecar.decision.budget.BudgetRule;
import io.metricssidecar.decision.budget.BudgetRule.Decision;
import io.metricssidecar.decision.budget.BudgetRule.Input;
import io.metricssidecar.decision.budget.DenialReason;
import io.metricssidecar.decision.overload.Event;
import io.metricssidecar.decision.overload.OverloadConfig;
import io.metricssidecar.decision.overload.OverloadPolicy;
import io.metricssidecar.decision.overload.OverloadState;
import io.metricssidecar.decision.overload.Phase;
import io.metricssidecar.decision.overload.Pressure;
import io.metricssidecar.decision.overload.Pressure.Level;
import io.metricssidecar.decision.overload.Step;
import java.util.EnumSet;
import java.util.Locale;

/// Tempting simplifications of the protocol, as wrappers around the shipped functions. Each breaks
/// the floor, and the checker has to find out how.
enum Shortcut implements Transition {
  /// "I am listed, so I may shed."
  ADOPT {
    @Override
    public Step next(OverloadState state, Event event, OverloadConfig config, double draw) {
      return event instanceof Event.Held held && !(state.phase() instanceof Phase.Recovering)
          ? shed(state, new Event.Fresh(held.at(), OVERLOADED), config, draw)
          : SHIPPED.next(state, event, config, draw);
    }
  },
  /// "I still hold my slot, so I may shed again without asking."
  RESHED {
    @Override
    public Step next(OverloadState state, Event event, OverloadConfig config, double draw) {
      return event instanceof Event.Fresh fresh
              && fresh.pressure().value() > 1
              && state.phase() instanceof Phase.Recovering
          ? shed(state, fresh, config, draw)
          : SHIPPED.next(state, event, config, draw);
    }
  },
  /// "I answer 200, so my slot can be given back."
  EARLYRELEASE {
    @Override
    public Step next(OverloadState state, Event event, OverloadConfig config, double draw) {
      return event instanceof Event.NotYet notYet
          ? SHIPPED.next(state, new Event.ReadyAgain(notYet.at()), config, draw)
          : SHIPPED.next(state, event, config, draw);
    }
  },
  /// "I have just started and do not shed, so what I hold can be given back at once."
  BLINDCLEANUP {
    @Override
    public Step next(OverloadState state, Event event, OverloadConfig config, double draw) {
      var step = SHIPPED.next(state, event, config, draw);
      return event instanceof Event.Held held && !(state.phase() instanceof Phase.Recovering)
          ? SHIPPED.next(step.state(), new Event.ReadyAgain(held.at()), config, draw)
          : step;
    }
  },
  /// "A grant is a grant, whichever of my requests it answers."
  LATEGRANT {
    @Override
    public Step next(OverloadState state, Event event, OverloadConfig config, double draw) {
      return event instanceof Event.Granted granted
              && state.phase() instanceof Phase.Hot hot
              && hot.awaiting()
          ? SHIPPED.next(state, new Event.Granted(granted.at(), hot.attempt()), config, draw)
          : SHIPPED.next(state, event, config, draw);
    }
  },
  /// "Its holder has had that slot for long enough, so it can be mine."
  TTL {
    @Override
    Decision decide(Input input) {
      var decision = BudgetRule.decide(input);
      return decision.equals(new Decision.Deny(DenialReason.FULL))
              && !input.lease().holders().isEmpty()
          ? BudgetRule.decide(withoutOldest(input))
          : decision;
    }
  };

  private static final Pressure OVERLOADED = new Pressure(1.2, Level.HIGH);
  private static final Transition SHIPPED = OverloadPolicy::next;

  @Override
  public Step next(OverloadState state, Event event, OverloadConfig config, double draw) {
    return SHIPPED.next(state, event, config, draw);
  }

  Decision decide(Input input) {
    return BudgetRule.decide(input);
  }

  /// Without stale reads, which the model grants even to a pod that never was in the Lease: what
  /// refutes a shortcut should be what a reader believes.
  Protocol protocol(Size size) {
    return new Protocol(
        size,
        EnumSet.of(Fault.LOSS, Fault.CRASH, Fault.DELETION),
        new Quotient(this),
        new Decisions(size, this::decide));
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// To SHEDDING by the shipped function, as if a slot had been requested and granted.
  private static Step shed(
      OverloadState state, Event.Fresh sample, OverloadConfig config, double draw) {
    var asked =
        new OverloadState(
            new Phase.Hot(state.history().attempts(), true, sample.at()),
            new OverloadState.LastSample(sample.pressure(), sample.at()),
            state.mainStarted(),
            state.history());
    return SHIPPED.next(
        asked, new Event.Granted(sample.at(), state.history().attempts()), config, draw);
  }

  private static Input withoutOldest(Input input) {
    var oldest = input.lease().holders().getFirst().uid();
    return new Input(
        input.pod(),
        input.shedding(),
        input.workload(),
        input.lease().without(oldest),
        input.settled(),
        input.first());
  }
}
