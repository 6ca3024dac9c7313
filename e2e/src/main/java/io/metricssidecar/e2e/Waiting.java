package io.metricssidecar.e2e;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// Waiting for a cluster to come to something, with a word now and then about what it still lacks.
public final class Waiting {
  private static final long POLL = TimeUnit.MILLISECONDS.toNanos(500);
  private static final Duration WORD = Duration.ofSeconds(20);

  private Waiting() {}

  /// Waits until nothing is missing.
  ///
  /// @param missing what is still missing, for people; empty once it is there
  /// @return how long it took
  /// @throws AssertionError when it took longer than `most`
  public static Duration until(
      String what, Duration most, Progress progress, Supplier<Optional<String>> missing) {
    var begin = System.nanoTime();
    var said = Duration.ZERO;
    while (true) {
      var lacks = missing.get();
      var passed = Duration.ofNanos(System.nanoTime() - begin);
      if (lacks.isEmpty()) {
        return passed;
      }
      if (passed.compareTo(most) > 0) {
        throw new AssertionError(
            "%s: not within %d s: %s".formatted(what, most.toSeconds(), lacks.get()));
      }
      if (passed.minus(said).compareTo(WORD) > 0) {
        progress.say("%s, %d s: %s".formatted(what, passed.toSeconds(), lacks.get()));
        said = passed;
      }
      LockSupport.parkNanos(POLL);
    }
  }
}
