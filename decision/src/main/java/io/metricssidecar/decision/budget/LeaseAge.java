package io.metricssidecar.decision.budget;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/// Since when this process has seen the same Lease, on its own monotonic clock. A Lease that was
/// deleted and made again has forgotten its holders, who may still be out; nobody takes a slot
/// until they had time to notice.
///
/// @param uid of the Lease; empty before the first was seen
/// @param since when that UID was first seen
public record LeaseAge(String uid, Duration since) {
  /// Nothing was seen yet.
  public static final LeaseAge NONE = new LeaseAge("", Duration.ZERO);

  public LeaseAge {
    requireNonNull(uid, "uid is null");
    requireNonNull(since, "since is null");
  }

  /// After a Lease was read.
  public LeaseAge saw(String seen, Duration now) {
    return seen.equals(uid) ? this : new LeaseAge(seen, now);
  }

  /// Whether the Lease has been the same for long enough.
  public boolean settled(Duration now, Duration wait) {
    return !uid.isEmpty() && now.minus(since).compareTo(wait) >= 0;
  }
}
