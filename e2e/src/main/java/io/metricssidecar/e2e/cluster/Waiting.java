package io.metricssidecar.e2e.cluster;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// The one way in which tests and demo wait: a condition is polled until it holds, and what is
/// still missing is shown to an observer. What a condition throws ends the wait.
public final class Waiting {
  private static final long POLL = TimeUnit.MILLISECONDS.toNanos(500);

  private Waiting() {}

  /// Waits until nothing is missing.
  ///
  /// @param what is awaited, for people
  /// @param missing what is still missing, for people; empty once the condition holds
  /// @return how long it took
  /// @throws AssertionError when it took longer than `max`
  public static Duration until(
      String what, Duration max, Progress progress, Supplier<Optional<String>> missing) {
    var begin = System.nanoTime();
    var observer = progress.observe(what);
    while (true) {
      var lacks = missing.get();
      var passed = Duration.ofNanos(System.nanoTime() - begin);
      if (lacks.isEmpty()) {
        return passed;
      }
      if (passed.compareTo(max) > 0) {
        throw new AssertionError(
            "%s: not within %d s: %s".formatted(what, max.toSeconds(), lacks.get()));
      }
      observer.missing(passed, lacks.get());
      LockSupport.parkNanos(POLL);
    }
  }

  /// Waits until a condition holds that needs no explanation.
  ///
  /// @see #until
  public static Duration untilTrue(
      String what, Duration max, Progress progress, BooleanSupplier condition) {
    return until(
        what,
        max,
        progress,
        () -> condition.getAsBoolean() ? Optional.empty() : Optional.of("not yet"));
  }

  /// Waits until a value equals the expected one.
  ///
  /// @see #until
  public static <T> Duration untilEqual(
      String what, Duration max, Progress progress, Supplier<T> actual, T expected) {
    return until(
        what,
        max,
        progress,
        () -> {
          var found = actual.get();
          return expected.equals(found)
              ? Optional.empty()
              : Optional.of("expected %s, found %s".formatted(expected, found));
        });
  }

  /// Waits until nothing has been missing for some time without a break.
  ///
  /// @param time without a break
  /// @see #until
  public static Duration untilLasting(
      String what,
      Duration time,
      Duration max,
      Progress progress,
      Supplier<Optional<String>> missing) {
    var since = new AtomicLong(System.nanoTime());
    return until(
        what,
        max,
        progress,
        () -> {
          var lacks = missing.get();
          if (lacks.isPresent()) {
            since.set(System.nanoTime());
            return lacks;
          }
          var lasted = Duration.ofNanos(System.nanoTime() - since.get());
          return lasted.compareTo(time) >= 0
              ? Optional.empty()
              : Optional.of("so for %d s".formatted(lasted.toSeconds()));
        });
  }
}
