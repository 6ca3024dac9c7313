package io.metricssidecar.sidecar.loop;

import io.vertx.core.Vertx;
import java.time.Duration;

/// Who calls back when time has passed: Vert.x in a process, a hand in tests. Called and calling
/// back on the event loop of the caller.
public interface Timers {
  /// Runs a task after a while.
  void once(Duration wait, Runnable task);

  /// Runs a task again and again.
  void every(Duration interval, Runnable task);

  /// Real time.
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
