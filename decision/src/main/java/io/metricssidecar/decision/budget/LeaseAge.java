package io.metricssidecar.decision.budget;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/// The time since when this process has observed the same Lease, on its own monotonic clock. A
/// Lease that was deleted and made again has forgotten its holders, who may still be out; nobody
/// takes a slot until they had time to notice.
///
/// @param uid of the Lease; empty before the first was observed
/// @param since when that UID was first observed
public record LeaseAge(String uid, Duration since) {
  /// No Lease was observed yet.
  public static final LeaseAge NONE = new LeaseAge("", Duration.ZERO);

  public LeaseAge {
    requireNonNull(uid, "uid is null");
    requireNonNull(since, "since is null");
  }

  /// The age after a Lease with this UID was read.
  public LeaseAge observed(String observed, Duration now) {
    return observed.equals(uid) ? this : new LeaseAge(observed, now);
  }

  /// Whether the Lease has been the same for long enough.
  public boolean settled(Duration now, Duration wait) {
    return !uid.isEmpty() && now.minus(since).compareTo(wait) >= 0;
  }
}
