package io.metricssidecar.cluster.loop;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/// The outcomes of a loop's runs, dated as they are reported. Any thread may read.
final class LoopHistory {
  private final Time time;
  private final AtomicReference<LoopRuns> runs;

  /// @param time by which runs are dated
  LoopHistory(Time time) {
    this.time = requireNonNull(time, "time is null");
    this.runs = new AtomicReference<>(LoopRuns.started(time.nanos.getAsLong()));
  }

  /// The sources of time.
  ///
  /// @param clock wall clock
  /// @param nanos monotonic clock, in nanoseconds
  record Time(InstantSource clock, LongSupplier nanos) {
    static final Time SYSTEM = new Time(InstantSource.system(), System::nanoTime);

    Time {
      requireNonNull(clock, "clock is null");
      requireNonNull(nanos, "nanos is null");
    }
  }

  /// The outcomes so far.
  LoopRuns runs() {
    return runs.get();
  }

  /// The time without progress.
  Duration idle() {
    return Duration.ofNanos(time.nanos.getAsLong() - runs.get().progress());
  }

  /// A loop was started, or a step of a run has ended.
  void progressed() {
    runs.updateAndGet(before -> before.progressed(time.nanos.getAsLong()));
  }

  /// A run has succeeded.
  void succeeded() {
    runs.updateAndGet(before -> before.succeeded(time.clock.instant(), time.nanos.getAsLong()));
  }

  /// A run has failed.
  void failed(Throwable problem) {
    runs.updateAndGet(
        before -> before.failed(problem, time.clock.instant(), time.nanos.getAsLong()));
  }
}
