package io.metricssidecar.sidecar.loop;

import java.time.Duration;

/// The timers of a process: real ones, or those of a simulation or test. A task runs on the thread
/// on which it was added.
public interface Timers {
  /// Runs a task once, after a wait.
  void once(Duration wait, Runnable task);

  /// Runs a task at a fixed interval.
  void every(Duration interval, Runnable task);
}
