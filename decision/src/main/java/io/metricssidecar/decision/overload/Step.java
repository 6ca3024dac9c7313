package io.metricssidecar.decision.overload;

import java.util.List;

/// What one event led to.
///
/// @param state after the event
/// @param effects to be carried out, in order
/// @param reason the rule that decided
public record Step(OverloadState state, List<Effect> effects, Reason reason) {
  public Step {
    effects = List.copyOf(effects);
  }

  static Step stay(OverloadState state) {
    return new Step(state, List.of(), Reason.NOTHING_NEW);
  }

  static Step to(OverloadState state, Reason reason) {
    return new Step(state, List.of(), reason);
  }

  static Step to(OverloadState state, Effect effect, Reason reason) {
    return new Step(state, List.of(effect), reason);
  }
}
