package io.metricssidecar.cluster.loop;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.settings.Durations;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// The requests for a loop's next run. Any thread may wake; the loop's own thread does the rest.
final class WakeUps {
  private final Loop.Pace pace;
  private final Semaphore changes = new Semaphore(0);
  private volatile Duration max;

  /// @param pace of the loop
  WakeUps(Loop.Pace pace) {
    this.pace = requireNonNull(pace, "pace is null");
    this.max = pace.interval();
  }

  /// Requests a run. Never blocks.
  void wake() {
    changes.release();
  }

  /// Limits the wait before the next run alone.
  void within(Duration time) {
    max = Durations.min(max, time);
  }

  /// Begins a run, which answers all requests up to now.
  void begin() {
    changes.drainPermits();
    max = pace.interval();
  }

  /// Waits until a run is requested or the interval has passed.
  void await() throws InterruptedException {
    if (changes.tryAcquire(max.toMillis(), TimeUnit.MILLISECONDS)) {
      Thread.sleep(pace.gather());
    }
  }
}
