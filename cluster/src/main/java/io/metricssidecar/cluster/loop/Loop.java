package io.metricssidecar.cluster.loop;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs a task whenever something has changed, and every so often in case that was missed. The task
/// looks at how things stand, not at what happened, so any number of wake-ups before a run are one.
/// It runs on one virtual thread and may block; where it fails it is run again, ever more slowly.
public final class Loop implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(Loop.class);
  private static final Duration FIRST_RETRY = Duration.ofMillis(200);
  private static final Duration LAST_RETRY = Duration.ofSeconds(10);

  private final String name;
  private final Pace pace;
  private final Task task;
  private final Semaphore changes = new Semaphore(0);
  private final AtomicReference<@Nullable Thread> thread = new AtomicReference<>();

  /// @param name of the thread, for logs
  /// @param pace how often the task runs
  /// @param task to run
  public Loop(String name, Pace pace, Task task) {
    this.name = requireNonNull(name, "name is null");
    this.pace = requireNonNull(pace, "pace is null");
    this.task = requireNonNull(task, "task is null");
  }

  /// What is run; may block and may fail.
  @FunctionalInterface
  public interface Task {
    /// Looks at how things stand and does what has to be done.
    void run() throws InterruptedException;
  }

  /// How often a task runs.
  ///
  /// @param interval at the latest this long after the last run, by the wall clock of the machine
  ///   or a little later
  /// @param gather this long after a wake-up, so that changes which come together are one
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
      throw new IllegalStateException(name + " has been started before");
    }
    worker.start();
  }

  /// Something may have changed: run soon. Never blocks.
  public void wake() {
    changes.release();
  }

  private void work() {
    var retry = FIRST_RETRY;
    try {
      while (!Thread.currentThread().isInterrupted()) {
        changes.drainPermits();
        if (succeeds()) {
          retry = FIRST_RETRY;
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
          .log("A run has failed and will be repeated");
      LOGGER.atDebug().setCause(e).log("The run failed here");
      return false;
    }
  }

  private void waitForChange() throws InterruptedException {
    if (changes.tryAcquire(pace.interval.toMillis(), TimeUnit.MILLISECONDS)) {
      Thread.sleep(pace.gather);
    }
  }

  private static Duration longer(Duration retry) {
    var doubled = retry.multipliedBy(2);
    return doubled.compareTo(LAST_RETRY) < 0 ? doubled : LAST_RETRY;
  }

  /// Stops the thread; a run under way is interrupted.
  @Override
  public void close() {
    var worker = thread.get();
    if (worker != null) {
      worker.interrupt();
    }
  }
}
