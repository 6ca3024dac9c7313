package io.metricssidecar.e2e.fleet;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.time.Instant;
import java.util.Set;

/// The holders of a budget at one moment.
///
/// @param at when the API server was asked
/// @param holders UIDs of pods
/// @param slots as the controller wrote them; empty where it has not
public record LeaseSample(Instant at, Set<String> holders, String slots) {
  public LeaseSample {
    holders = Set.copyOf(holders);
  }

  /// The sample that a Lease gives.
  static LeaseSample of(Instant at, Lease lease) {
    var text = LeaseText.of(lease);
    return new LeaseSample(at, text.holders(), text.slots());
  }
}
