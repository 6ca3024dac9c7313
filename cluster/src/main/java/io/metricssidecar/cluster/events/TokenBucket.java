package io.metricssidecar.cluster.events;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;

/// A rate limit for the Events of one object.
///
/// @param tokens left, fractions included
/// @param at time of that number
/// @param suppressed number of Events that were not written since the last one was
record TokenBucket(double tokens, Instant at, int suppressed) {
  /// Burst size: the Events of a whole load spike of a workload of usual size.
  private static final double CAPACITY = 10;

  /// Time in which one token is added.
  private static final Duration REFILL = Duration.ofSeconds(30);

  TokenBucket {
    requireNonNull(at, "at is null");
  }

  /// A full bucket.
  static TokenBucket full(Instant now) {
    return new TokenBucket(CAPACITY, now, 0);
  }

  /// True if an Event may be written now.
  boolean allows(Instant now) {
    return refilled(now) >= 1;
  }

  /// The bucket after one more Event, written or suppressed.
  TokenBucket after(Instant now) {
    return allows(now)
        ? new TokenBucket(refilled(now) - 1, now, 0)
        : new TokenBucket(refilled(now), now, suppressed + 1);
  }

  /// True if it equals a new bucket and need not be kept.
  boolean idle(Instant now) {
    return suppressed == 0 && refilled(now) >= CAPACITY;
  }

  /// The tokens at this time. A clock that was set back adds none.
  private double refilled(Instant now) {
    var passed = Math.max(0, Duration.between(at, now).toMillis());
    return Math.min(CAPACITY, tokens + passed / (double) REFILL.toMillis());
  }
}
