package io.metricssidecar.sidecar;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.sidecar.loop.Timers;
import io.vertx.core.Vertx;
import java.time.Duration;

/// The timers of Vert.x, in real time. A task runs on the event loop on which it was added.
record VertxTimers(Vertx vertx) implements Timers {
  VertxTimers {
    requireNonNull(vertx, "vertx is null");
  }

  @Override
  public void once(Duration wait, Runnable task) {
    vertx.setTimer(Math.max(1, wait.toMillis()), _ -> task.run());
  }

  @Override
  public void every(Duration interval, Runnable task) {
    vertx.setPeriodic(interval.toMillis(), _ -> task.run());
  }
}
