package io.metricssidecar.decision.overload;

import java.util.List;

/// The result of one event.
///
/// @param state after the event
/// @param effects to be carried out, in order
/// @param reason the rule that decided
public record Step(OverloadState state, List<Effect> effects, Reason reason) {
  /// A request of the state machine. Its result comes back as an event, also when it failed.
  public sealed interface Effect {
    /// Request a slot of the budget; the result is [Event.Granted], [Event.Denied] or [Event.Held].
    ///
    /// @param attempt number of the slot request
    record Acquire(int attempt) implements Effect {}

    /// Read live whether the pod is Ready; the result is [Event.ReadyAgain] or [Event.NotYet].
    record CheckReady() implements Effect {}

    /// Release the slot; the result is [Event.Released] or [Event.NotYet].
    record Release() implements Effect {}
  }

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
