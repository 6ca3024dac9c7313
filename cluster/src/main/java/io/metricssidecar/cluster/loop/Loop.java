package io.metricssidecar.cluster.loop;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.settings.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A loop that runs a task after every change, and at intervals in case a change was missed. The
/// task reads the state, not the changes (it is level-triggered), so any number of wake-ups before
/// a run are one. It runs on one virtual thread and may block; where it fails, however it fails, it
/// is retried with an exponential back-off.
public final class Loop implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(Loop.class);
  private static final Duration MIN_RETRY = Duration.ofMillis(200);
  private static final Duration MAX_RETRY = Duration.ofSeconds(10);

  private final String name;
  private final Pace pace;
  private final Task task;
  private final LoopHistory history;
  private final WakeUps wakeUps;
  private final AtomicReference<@Nullable Thread> thread = new AtomicReference<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final List<Watched<?>> watches = new CopyOnWriteArrayList<>();

  /// @param name of the thread, for logs, metrics and health
  /// @param pace of the runs
  /// @param task to run
  public Loop(String name, Pace pace, Task task) {
    this(name, pace, task, new LoopHistory(LoopHistory.Time.SYSTEM));
  }

  /// @param name of the thread, for logs, metrics and health
  /// @param pace of the runs
  /// @param task to run
  /// @param history of this loop alone
  Loop(String name, Pace pace, Task task, LoopHistory history) {
    this.name = requireNonNull(name, "name is null");
    this.pace = requireNonNull(pace, "pace is null");
    this.task = requireNonNull(task, "task is null");
    this.history = requireNonNull(history, "history is null");
    this.wakeUps = new WakeUps(pace);
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
    /// Longer than any single step: a request to the API server that is never answered takes the
    /// client 11 attempts of 10 s and 19 s of pauses between them.
    private static final Duration STEP = Duration.ofMinutes(5);

    private static final int INTERVALS = 5;

    public Pace {
      requireNonNull(interval, "interval is null");
      requireNonNull(gather, "gather is null");
    }

    /// The time without progress after which a loop counts as stuck.
    Duration patience() {
      return interval.multipliedBy(INTERVALS).plus(STEP);
    }
  }

  /// Starts the thread; the first run is at once.
  public void start() {
    var worker = Thread.ofVirtual().name(name).unstarted(this::work);
    history.progressed();
    if (!thread.compareAndSet(null, worker)) {
      throw new IllegalStateException(name + " was already started");
    }
    worker.start();
  }

  /// Requests a run, because something may have changed. Never blocks.
  public void wake() {
    wakeUps.wake();
  }

  /// Requests the next run after this time at the latest; called by the task, for that run alone.
  public void runAgainWithin(Duration time) {
    wakeUps.within(time);
  }

  /// Reports that a run has ended one of many steps, so that a run that takes long is not taken for
  /// one that is stuck.
  public void progressed() {
    history.progressed();
  }

  /// Adds a watch that wakes this loop, for metrics and health.
  void include(Watched<?> watch) {
    watches.add(watch);
  }

  /// The name.
  String name() {
    return name;
  }

  /// The outcomes of the runs so far.
  LoopRuns runs() {
    return history.runs();
  }

  /// The watches that wake this loop.
  List<Watched<?>> watches() {
    return watches;
  }

  /// Why the loop will do no more work, as a sentence; empty while it works, before it was started
  /// and after it was closed.
  Optional<String> death() {
    var worker = thread.get();
    if (worker == null || closed.get()) {
      return Optional.empty();
    }
    if (!worker.isAlive()) {
      return Optional.of("loop %s has ended".formatted(name));
    }
    var idle = history.idle();
    return idle.compareTo(pace.patience()) > 0
        ? Optional.of("loop %s made no progress for %d s".formatted(name, idle.toSeconds()))
        : Optional.empty();
  }

  private void work() {
    var retry = MIN_RETRY;
    try {
      while (!Thread.currentThread().isInterrupted()) {
        wakeUps.begin();
        if (succeeds()) {
          retry = MIN_RETRY;
          wakeUps.await();
        } else {
          Thread.sleep(retry);
          retry = Durations.min(retry.multipliedBy(2), MAX_RETRY);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  // Whatever is thrown, the thread must go on: nobody else would do its work.
  @SuppressWarnings("CatchingUnchecked")
  private boolean succeeds() throws InterruptedException {
    try {
      task.run();
      history.succeeded();
      return true;
    } catch (InterruptedException e) {
      throw e;
    } catch (Throwable e) {
      history.failed(e);
      log(e);
      return false;
    }
  }

  private void log(Throwable problem) {
    (problem instanceof Error ? LOGGER.atError().setCause(problem) : LOGGER.atWarn())
        .addKeyValue("loop", name)
        .addKeyValue("error", problem.toString())
        .log("Reconciliation failed, retrying");
    LOGGER.atDebug().addKeyValue("loop", name).setCause(problem).log("Reconciliation failed");
  }

  /// Stops the thread; a run in progress is interrupted.
  @Override
  public void close() {
    closed.set(true);
    var worker = thread.get();
    if (worker != null) {
      worker.interrupt();
    }
  }
}
