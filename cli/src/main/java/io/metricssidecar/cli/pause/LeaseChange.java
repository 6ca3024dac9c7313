package io.metricssidecar.cli.pause;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.util.Optional;

/// The change of one budget Lease, and what is told about it.
///
/// @param lease to write under the resourceVersion that it names; empty where nothing has to change
/// @param told once it is done, as the rest of a line that begins with the workload
record LeaseChange(Optional<Lease> lease, String told) {
  LeaseChange {
    requireNonNull(lease, "lease is null");
    requireNonNull(told, "told is null");
  }

  static LeaseChange none(String told) {
    return new LeaseChange(Optional.empty(), told);
  }

  static LeaseChange write(Lease lease, String told) {
    return new LeaseChange(Optional.of(lease), told);
  }
}
