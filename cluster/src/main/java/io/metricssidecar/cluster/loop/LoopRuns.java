package io.metricssidecar.cluster.loop;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/// The outcomes of a loop's runs so far: a value, replaced after every run.
///
/// @param progress when the loop was started, or a run or a reported step of one last ended
///   otherwise than with an [Error]; monotonic, in nanoseconds
/// @param succeeded number of runs
/// @param failed number of runs
/// @param success end of the last successful run; empty before the first
/// @param failing the failures since then; empty if the last run succeeded
record LoopRuns(
    long progress,
    long succeeded,
    long failed,
    Optional<Instant> success,
    Optional<Failing> failing) {
  LoopRuns {
    requireNonNull(success, "success is null");
    requireNonNull(failing, "failing is null");
  }

  /// Failures without a success between them.
  ///
  /// @param times how often a run failed
  /// @param since end of the first of these runs
  record Failing(long times, Instant since) {
    Failing {
      requireNonNull(since, "since is null");
    }
  }

  /// Those of a loop that has just been started.
  static LoopRuns started(long nanos) {
    return new LoopRuns(nanos, 0, 0, Optional.empty(), Optional.empty());
  }

  /// After a step of a run.
  LoopRuns progressed(long nanos) {
    return new LoopRuns(nanos, succeeded, failed, success, failing);
  }

  /// After a run that succeeded.
  LoopRuns succeeded(Instant now, long nanos) {
    return new LoopRuns(nanos, succeeded + 1, failed, Optional.of(now), Optional.empty());
  }

  /// After a run that failed. An [Error] is no progress: what cannot be linked or initialized fails
  /// for the rest of the process's life.
  LoopRuns failed(Throwable problem, Instant now, long nanos) {
    var first = failing.map(Failing::since).orElse(now);
    var times = failing.map(Failing::times).orElse(0L) + 1;
    return new LoopRuns(
        problem instanceof Error ? progress : nanos,
        succeeded,
        failed + 1,
        success,
        Optional.of(new Failing(times, first)));
  }
}
