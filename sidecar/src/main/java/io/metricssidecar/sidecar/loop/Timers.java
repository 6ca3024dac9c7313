package io.metricssidecar.sidecar.loop;

import io.vertx.core.Vertx;
import java.time.Duration;

/// The timers of a process: those of Vert.x, or ones that a test moves by hand. A task runs on the
/// event loop on which it was added.
public interface Timers {
  /// Runs a task once, after a wait.
  void once(Duration wait, Runnable task);

  /// Runs a task at a fixed interval.
  void every(Duration interval, Runnable task);

  /// The timers of Vert.x, in real time.
  static Timers of(Vertx vertx) {
    return new Timers() {
      @Override
      public void once(Duration wait, Runnable task) {
        vertx.setTimer(Math.max(1, wait.toMillis()), _ -> task.run());
      }

      @Override
      public void every(Duration interval, Runnable task) {
        vertx.setPeriodic(interval.toMillis(), _ -> task.run());
      }
    };
  }
}
