package io.metricssidecar.sidecar.loop;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Clocks and timers that are moved by hand. The loop has one repeating task, its tick, and one
/// single task at a time, its next poll; so a poll has ended when the next is there.
public final class ManualTime implements Timers {
  /// Arbitrary and less than zero, as monotonic clocks may be.
  private static final long ORIGIN = -Duration.ofDays(1).toNanos();

  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

  /// A task that waits.
  ///
  /// @param due in nanoseconds of the clock
  /// @param interval until it is due again; null where it runs once
  private record Waiting(long due, @Nullable Duration interval, Runnable task, Context context) {}

  private final List<Waiting> tasks = new ArrayList<>();
  private volatile long nanos = ORIGIN;

  /// The clocks of this time.
  public Clocks clocks() {
    return new Clocks(() -> nanos, this::wall);
  }

  /// Time of day.
  public Instant wall() {
    return NOON.plusNanos(nanos - ORIGIN);
  }

  /// Since the beginning.
  public Duration passed() {
    return Duration.ofNanos(nanos - ORIGIN);
  }

  @Override
  public synchronized void once(Duration wait, Runnable task) {
    tasks.add(
        new Waiting(
            nanos + wait.toNanos(),
            null,
            task,
            requireNonNull(Vertx.currentContext(), "not on a context")));
    notifyAll();
  }

  @Override
  public synchronized void every(Duration interval, Runnable task) {
    tasks.add(
        new Waiting(
            nanos + interval.toNanos(),
            interval,
            task,
            requireNonNull(Vertx.currentContext(), "not on a context")));
  }

  /// Lets time pass, running what is due on its event loop, and waits for polls to end.
  public void pass(Duration time) throws Exception {
    awaitPoll();
    var end = nanos + time.toNanos();
    for (var due = due(end); due.isPresent(); due = due(end)) {
      nanos = Math.max(nanos, due.get().due());
      run(due.get());
      awaitPoll();
    }
    nanos = end;
  }

  private static void run(Waiting waiting) throws Exception {
    var done = new CompletableFuture<Boolean>();
    waiting
        .context()
        .runOnContext(
            _ -> {
              waiting.task().run();
              done.complete(true);
            });
    done.get(10, TimeUnit.SECONDS);
  }

  private synchronized Optional<Waiting> due(long end) {
    var next =
        tasks.stream()
            .filter(waiting -> waiting.due() <= end)
            .min(Comparator.comparingLong(Waiting::due));
    next.ifPresent(
        waiting -> {
          tasks.remove(waiting);
          var interval = waiting.interval();
          if (interval != null) {
            tasks.add(
                new Waiting(
                    waiting.due() + interval.toNanos(),
                    interval,
                    waiting.task(),
                    waiting.context()));
          }
        });
    return next;
  }

  private synchronized void awaitPoll() throws InterruptedException {
    var patience = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (tasks.stream().noneMatch(waiting -> waiting.interval() == null)) {
      var left = Duration.ofNanos(patience - System.nanoTime()).toMillis();
      if (left <= 0) {
        throw new AssertionError("a poll did not end within 20 s");
      }
      wait(left);
    }
  }
}
