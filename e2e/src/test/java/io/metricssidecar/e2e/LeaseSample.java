package io.metricssidecar.e2e;

import static java.util.Objects.requireNonNullElse;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.metricssidecar.contract.Annotations;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Who held slots of a budget at one moment.
///
/// @param at when it was asked
/// @param holders UIDs of pods
/// @param slots as the controller wrote them; empty where it has not
record LeaseSample(Instant at, Set<String> holders, String slots) {
  LeaseSample {
    holders = Set.copyOf(holders);
  }

  /// What a Lease says.
  static LeaseSample of(Instant at, Lease lease) {
    var annotations =
        requireNonNullElse(lease.getMetadata().getAnnotations(), Map.<String, String>of());
    var holders =
        annotations.keySet().stream()
            .filter(key -> key.startsWith(Annotations.HOLDER_PREFIX))
            .map(key -> key.substring(Annotations.HOLDER_PREFIX.length()))
            .collect(Collectors.toSet());
    return new LeaseSample(at, holders, annotations.getOrDefault(Annotations.SLOTS, ""));
  }
}
