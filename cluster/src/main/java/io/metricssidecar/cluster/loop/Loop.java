package io.metricssidecar.cluster.loop;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.settings.Durations;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A loop that runs a task after every change, and at intervals in case a change was missed. The
/// task reads the state, not the changes (it is level-triggered), so any number of wake-ups before
/// a run are one. It runs on one virtual thread and may block; where it fails it is retried with an
/// exponential back-off.
public final class Loop implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(Loop.class);
  private static final Duration MIN_RETRY = Duration.ofMillis(200);
  private static final Duration MAX_RETRY = Duration.ofSeconds(10);

  private final String name;
  private final Pace pace;
  private final Task task;
  private final Semaphore changes = new Semaphore(0);
  private final AtomicReference<@Nullable Thread> thread = new AtomicReference<>();

  /// @param name of the thread, for logs
  /// @param pace of the runs
  /// @param task to run
  public Loop(String name, Pace pace, Task task) {
    this.name = requireNonNull(name, "name is null");
    this.pace = requireNonNull(pace, "pace is null");
    this.task = requireNonNull(task, "task is null");
  }

  /// The task of a loop; may block and may fail.
  @FunctionalInterface
  public interface Task {
    /// Compares the state with the desired one and acts on the difference.
    void run() throws InterruptedException;
  }

  /// The times between runs.
  ///
  /// @param interval maximum time from one run to the next
  /// @param gather time from a wake-up to the run, so that changes at about the same time are one
  public record Pace(Duration interval, Duration gather) {
    public Pace {
      requireNonNull(interval, "interval is null");
      requireNonNull(gather, "gather is null");
    }
  }

  /// Starts the thread; the first run is at once.
  public void start() {
    var worker = Thread.ofVirtual().name(name).unstarted(this::work);
    if (!thread.compareAndSet(null, worker)) {
      throw new IllegalStateException(name + " was already started");
    }
    worker.start();
  }

  /// Requests a run, because something may have changed. Never blocks.
  public void wake() {
    changes.release();
  }

  private void work() {
    var retry = MIN_RETRY;
    try {
      while (!Thread.currentThread().isInterrupted()) {
        changes.drainPermits();
        if (succeeds()) {
          retry = MIN_RETRY;
          waitForChange();
        } else {
          Thread.sleep(retry);
          retry = longer(retry);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean succeeds() throws InterruptedException {
    try {
      task.run();
      return true;
    } catch (RuntimeException e) {
      LOGGER
          .atWarn()
          .addKeyValue("loop", name)
          .addKeyValue("error", e.toString())
          .log("Reconciliation failed, retrying");
      LOGGER.atDebug().addKeyValue("loop", name).setCause(e).log("Reconciliation failed");
      return false;
    }
  }

  private void waitForChange() throws InterruptedException {
    if (changes.tryAcquire(pace.interval.toMillis(), TimeUnit.MILLISECONDS)) {
      Thread.sleep(pace.gather);
    }
  }

  private static Duration longer(Duration retry) {
    return Durations.min(retry.multipliedBy(2), MAX_RETRY);
  }

  /// Stops the thread; a run in progress is interrupted.
  @Override
  public void close() {
    var worker = thread.get();
    if (worker != null) {
      worker.interrupt();
    }
  }
}
