package io.metricssidecar.decision.overload;

import java.time.Duration;

/// An input of the state machine. Every event carries the monotonic time at which it happened,
/// measured from an arbitrary origin that is the same for all events of a process.
public sealed interface Event {
  /// Monotonic time of the event.
  Duration at();

  /// Time passed.
  record Tick(Duration at) implements Event {}

  /// A sample newer than all before it arrived, of a container with a limit to judge it by.
  record Fresh(Duration at, Pressure pressure) implements Event {}

  /// The measured container was started, at `started` on the same monotonic scale (may lie before
  /// the origin).
  record MainStarted(Duration at, Duration started) implements Event {}

  /// The measured container is not ready by its own probe.
  record MainNotReady(Duration at) implements Event {}

  /// A sample arrived, but no resource that counts has a limit.
  record NoLimit(Duration at) implements Event {}

  /// A slot was acquired and the write acknowledged.
  record Granted(Duration at, int attempt) implements Event {}

  /// A slot request was denied, or its result is not known.
  ///
  /// @param retry when the next request is worth while
  record Denied(Duration at, int attempt, Retry retry) implements Event {
    /// When the next slot request is worth while.
    public enum Retry {
      /// At once: somebody else wrote in between, or nobody knows what became of the write.
      LOST_RACE,
      /// Soon: a read failed, so nobody knows whether there is a slot.
      FAILED,
      /// In some seconds, when hotter pods have had the time to request theirs.
      HOTTER_FIRST,
      /// When there are new samples: until then nothing changes that led to the denial.
      NO_SLOT
    }

    /// A denial that stands until there are new samples.
    public Denied(Duration at, int attempt) {
      this(at, attempt, Retry.NO_SLOT);
    }
  }

  /// The budget names this pod as a holder although it has not shed since it started.
  record Held(Duration at) implements Event {}

  /// The slot is gone, was trimmed, or was not confirmed for too long; the floor is broken, and
  /// this pod is among those that have to return; or shedding was paused.
  ///
  /// @param reason of the return
  record Lost(Duration at, Reason reason) implements Event {}

  /// A live read showed the pod Ready, or being deleted: then no Service waits for it.
  record ReadyAgain(Duration at) implements Event {}

  /// A live read showed the pod not Ready, or failed, or the release failed.
  record NotYet(Duration at) implements Event {}

  /// The slot was released and the write acknowledged.
  record Released(Duration at) implements Event {}

  /// The process was told to stop, or the pod is being deleted.
  record Terminate(Duration at) implements Event {}
}
