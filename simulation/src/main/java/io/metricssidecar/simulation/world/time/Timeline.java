package io.metricssidecar.simulation.world.time;

import java.time.Duration;

/// Time as one part of the world has it: a clock that never goes back, and tasks for later. A
/// process in a pod has a timeline of its own, which ends with it and stands still while its node
/// gives it no CPU.
public interface Timeline {
  /// The present time since the begin of the run.
  Duration now();

  /// Runs a task once, later. Tasks of the same time run in the order in which they were given.
  ///
  /// @param wait from now; zero runs it after the current task, at the same time
  /// @throws IllegalArgumentException if the wait is negative
  void after(Duration wait, Runnable task);
}
