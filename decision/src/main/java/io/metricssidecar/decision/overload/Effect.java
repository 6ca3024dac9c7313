package io.metricssidecar.decision.overload;

/// What the state machine wants done. Each is answered by an event, also when it failed.
public sealed interface Effect {
  /// Ask for leave to shed; answered by [Event.Granted], [Event.Refused] or [Event.Held].
  record Acquire(int attempt) implements Effect {}

  /// Read live whether the pod is Ready; answered by [Event.ReadyAgain] or [Event.NotYet].
  record CheckReady() implements Effect {}

  /// Give the slot back; answered by [Event.Released] or [Event.NotYet].
  record Release() implements Effect {}
}
