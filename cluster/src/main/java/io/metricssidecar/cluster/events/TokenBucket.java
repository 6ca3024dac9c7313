package io.metricssidecar.cluster.events;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;

/// How much may still be said about one object.
///
/// @param tokens that are left, fractions included
/// @param at when that was so
/// @param suppressed how much was not said since something was last said
record TokenBucket(double tokens, Instant at, int suppressed) {
  /// So many at once, which is a whole spike of a workload of usual size.
  private static final double MOST = 10;

  /// Then one every so often.
  private static final Duration REFILL = Duration.ofSeconds(30);

  TokenBucket {
    requireNonNull(at, "at is null");
  }

  /// A full one.
  static TokenBucket full(Instant now) {
    return new TokenBucket(MOST, now, 0);
  }

  /// Whether something may be said now.
  boolean allows(Instant now) {
    return refilled(now) >= 1;
  }

  /// After something was said, or had to be left unsaid.
  TokenBucket after(Instant now) {
    return allows(now)
        ? new TokenBucket(refilled(now) - 1, now, 0)
        : new TokenBucket(refilled(now), now, suppressed + 1);
  }

  /// Whether it is as good as new, and need not be kept.
  boolean idle(Instant now) {
    return suppressed == 0 && refilled(now) >= MOST;
  }

  /// A clock that was set back adds nothing.
  private double refilled(Instant now) {
    var passed = Math.max(0, Duration.between(at, now).toMillis());
    return Math.min(MOST, tokens + passed / (double) REFILL.toMillis());
  }
}
