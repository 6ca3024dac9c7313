package io.metricssidecar.cluster;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;

/// A rate limit: a burst at once, then one action at intervals.
///
/// @param rate that is kept
/// @param tokens left, fractions included
/// @param at time of that number
/// @param suppressed number of actions that were not allowed since the last one that was
public record TokenBucket(Rate rate, double tokens, Instant at, int suppressed) {
  public TokenBucket {
    requireNonNull(rate, "rate is null");
    requireNonNull(at, "at is null");
  }

  /// How many actions are allowed.
  ///
  /// @param capacity number at once
  /// @param refill time in which one more is allowed
  public record Rate(int capacity, Duration refill) {
    public Rate {
      requireNonNull(refill, "refill is null");
    }
  }

  /// A full bucket.
  public static TokenBucket full(Rate rate, Instant now) {
    return new TokenBucket(rate, rate.capacity(), now, 0);
  }

  /// True if an action is allowed now.
  public boolean allows(Instant now) {
    return refilled(now) >= 1;
  }

  /// The bucket after one more action, allowed or suppressed.
  public TokenBucket after(Instant now) {
    return allows(now)
        ? new TokenBucket(rate, refilled(now) - 1, now, 0)
        : new TokenBucket(rate, refilled(now), now, suppressed + 1);
  }

  /// True if it equals a new bucket and need not be kept.
  public boolean idle(Instant now) {
    return suppressed == 0 && refilled(now) >= rate.capacity();
  }

  /// The tokens at this time. A clock that was set back adds none.
  private double refilled(Instant now) {
    var passed = Math.max(0, Duration.between(at, now).toMillis());
    return Math.min(rate.capacity(), tokens + passed / (double) rate.refill().toMillis());
  }
}
