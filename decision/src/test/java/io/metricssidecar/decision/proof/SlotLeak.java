package io.metricssidecar.decision.proof;

import io.metricssidecar.decision.overload.Event;
import io.metricssidecar.decision.overload.OverloadConfig;
import io.metricssidecar.decision.overload.OverloadPolicy;
import io.metricssidecar.decision.overload.OverloadState;
import io.metricssidecar.decision.overload.Phase;
import io.metricssidecar.decision.overload.Reason;
import io.metricssidecar.decision.overload.Step;
import java.time.Duration;
import java.util.List;

/// Changes of the state machine by which a slot is never given back, as wrappers around the shipped
/// function. No more pods are out than before, so only L1 can find them.
enum SlotLeak implements Transition {
  /// A pod that is told that it is listed does nothing about it.
  IGNORES_BEING_LISTED {
    @Override
    public Step next(OverloadState state, Event event, OverloadConfig config, double draw) {
      return event instanceof Event.Held ? stay(state) : SHIPPED.next(state, event, config, draw);
    }
  },
  /// A pod that is seen Ready does not release its slot.
  IGNORES_BEING_READY {
    @Override
    public Step next(OverloadState state, Event event, OverloadConfig config, double draw) {
      return event instanceof Event.ReadyAgain
          ? stay(state)
          : SHIPPED.next(state, event, config, draw);
    }
  },
  /// A pod that is RECOVERING stays so, whatever happens.
  STAYS_RECOVERING {
    @Override
    public Step next(OverloadState state, Event event, OverloadConfig config, double draw) {
      return state.phase() instanceof Phase.Recovering
          ? stay(state)
          : SHIPPED.next(state, event, config, draw);
    }
  },
  /// Time never ends a shed: while load stays high, nothing does.
  SHEDS_WITHOUT_END {
    @Override
    public Step next(OverloadState state, Event event, OverloadConfig config, double draw) {
      return event instanceof Event.Tick && state.shedding()
          ? stay(state)
          : SHIPPED.next(state, event, config, draw);
    }
  },
  /// After the first read that does not show the pod Ready, the next is made in a hundred years.
  READS_READINESS_ONCE {
    @Override
    public Step next(OverloadState state, Event event, OverloadConfig config, double draw) {
      var step = SHIPPED.next(state, event, config, draw);
      return event instanceof Event.NotYet(Duration at)
              && step.state().phase() instanceof Phase.Recovering(var since, var checks, _)
          ? new Step(
              in(step.state(), new Phase.Recovering(since, checks, at.plusDays(36_500))),
              step.effects(),
              step.reason())
          : step;
    }
  };

  private static final Transition SHIPPED = OverloadPolicy::next;

  private static Step stay(OverloadState state) {
    return new Step(state, List.of(), Reason.NOTHING_NEW);
  }

  private static OverloadState in(OverloadState state, Phase phase) {
    return new OverloadState(phase, state.sample(), state.mainStarted(), state.history());
  }

  Protocol protocol(Size size) {
    return Shipped.protocol(size, Fault.EVERYDAY, new Quotient(this));
  }
}
