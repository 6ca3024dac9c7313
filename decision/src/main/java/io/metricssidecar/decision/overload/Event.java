package io.metricssidecar.decision.overload;

import io.metricssidecar.decision.budget.DenialReason;
import java.time.Duration;

/// What can happen to the state machine. Every event carries the monotonic time at which it
/// happened, measured from an arbitrary origin that is the same for all events of a process.
public sealed interface Event {
  /// Monotonic time.
  Duration at();

  /// Time passed.
  record Tick(Duration at) implements Event {}

  /// A sample newer than all before it arrived.
  record Fresh(Duration at, Pressure pressure) implements Event {}

  /// The measured container was started, at `started` on the same monotonic scale (may lie before
  /// the origin).
  record MainStarted(Duration at, Duration started) implements Event {}

  /// The measured container is not ready by its own probe.
  record MainNotReady(Duration at) implements Event {}

  /// No resource that counts has a limit.
  record NothingToJudge(Duration at) implements Event {}

  /// A resource that counts has a limit.
  record SomethingToJudge(Duration at) implements Event {}

  /// Leave to shed, acknowledged by whoever gives it.
  record Granted(Duration at, int attempt) implements Event {}

  /// No leave, or none that is known of.
  record Refused(Duration at, int attempt, DenialReason refusal) implements Event {}

  /// The budget names this pod as a holder although it never shed since it started.
  record Held(Duration at) implements Event {}

  /// The slot is gone, was trimmed, or the floor is seen to be broken.
  record Lost(Duration at) implements Event {}

  /// A live read showed the pod Ready.
  record ReadyAgain(Duration at) implements Event {}

  /// A live read showed the pod not Ready, or failed, or the release failed.
  record NotYet(Duration at) implements Event {}

  /// The slot was given back, acknowledged.
  record Released(Duration at) implements Event {}

  /// The process was asked to stop.
  record Terminate(Duration at) implements Event {}
}
