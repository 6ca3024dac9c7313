package io.metricssidecar.simulation.output;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// How far a long series of runs is, as lines for people. Safe to use from any thread.
public final class Progress {
  /// Lines in all.
  private static final int LINES = 50;

  private final long total;
  private final LongSupplier nanoTime;
  private final long begin;
  private final AtomicLong done = new AtomicLong();

  /// @param total number of runs
  /// @param nanoTime monotonic, as [System#nanoTime()]
  public Progress(long total, LongSupplier nanoTime) {
    this.total = total;
    this.nanoTime = requireNonNull(nanoTime, "nanoTime is null");
    begin = nanoTime.getAsLong();
  }

  /// One more run is done.
  ///
  /// @return the line to print; empty for most runs
  public Optional<String> done() {
    var now = done.incrementAndGet();
    if (now % Math.max(1, total / LINES) != 0) {
      return Optional.empty();
    }
    var passed = Duration.ofNanos(nanoTime.getAsLong() - begin);
    var left = passed.multipliedBy(total - now).dividedBy(now);
    return Optional.of(
        "%,d of %,d fleets, %s; about %s left".formatted(now, total, text(passed), text(left)));
  }

  private static String text(Duration time) {
    return time.toMinutes() + " min " + time.toSecondsPart() + " s";
  }
}
