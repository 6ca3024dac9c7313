package io.metricssidecar.e2e.attack;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Requests that are sent at fixed times, whether or not earlier ones have been answered: a server
/// that stalls is not spared, and every request of that time counts.
final class OpenLoop implements AutoCloseable {
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore room;
  private final Runnable request;

  private OpenLoop(int max, Runnable request) {
    this.room = new Semaphore(max);
    this.request = request;
  }

  /// Starts sending.
  ///
  /// @param period between two times of sending
  /// @param atOnce requests at each of these times
  /// @param max requests that may be unanswered; beyond it none is sent
  /// @param request sends one and waits for its answer; must not throw
  static OpenLoop start(Duration period, int atOnce, int max, Runnable request) {
    var loop = new OpenLoop(max, request);
    var _ =
        loop.clock.scheduleAtFixedRate(
            () -> {
              for (var i = 0; i < atOnce; i++) {
                loop.send();
              }
            },
            0,
            period.toNanos(),
            TimeUnit.NANOSECONDS);
    return loop;
  }

  private void send() {
    if (room.tryAcquire()) {
      senders.execute(
          () -> {
            try {
              request.run();
            } finally {
              room.release();
            }
          });
    }
  }

  /// Sends no more, and waits for the answers to what was sent.
  void finish() {
    clock.shutdownNow();
    senders.close();
  }

  /// Sends no more, and gives up what was not answered.
  @Override
  public void close() {
    clock.shutdownNow();
    senders.shutdownNow();
    senders.close();
  }
}
