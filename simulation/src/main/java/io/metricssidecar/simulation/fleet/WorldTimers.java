package io.metricssidecar.simulation.fleet;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.sidecar.loop.Timers;
import io.metricssidecar.simulation.world.time.Timeline;
import java.time.Duration;

/// The timers of a simulated process.
record WorldTimers(Timeline time) implements Timers {
  WorldTimers {
    requireNonNull(time, "time is null");
  }

  @Override
  public void once(Duration wait, Runnable task) {
    time.after(wait, task);
  }

  @Override
  public void every(Duration interval, Runnable task) {
    time.after(
        interval,
        () -> {
          every(interval, task);
          task.run();
        });
  }
}
