package io.metricssidecar.cli.pause;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.budget.BudgetRecord;
import io.metricssidecar.contract.budget.Pause;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The budget Lease of one workload, as it was read.
///
/// @param lease all of it
record PausableBudget(Lease lease) {
  PausableBudget {
    requireNonNull(lease, "lease is null");
  }

  /// The workload as `namespace/kind/name`.
  String workload() {
    var owner = owner();
    return String.join(
        "/",
        lease.getMetadata().getNamespace(),
        owner.map(OwnerReference::getKind).orElse("Lease"),
        owner.map(OwnerReference::getName).orElse(lease.getMetadata().getName()));
  }

  /// The workload, which owns the Lease; empty where somebody removed it.
  Optional<OwnerReference> owner() {
    return lease.getMetadata().getOwnerReferences().stream().findFirst();
  }

  /// The pause; empty without one.
  Optional<Pause> pause() {
    var annotations =
        Objects.requireNonNullElse(lease.getMetadata().getAnnotations(), Map.<String, String>of());
    return BudgetRecord.read(annotations).flatMap(record -> Optional.ofNullable(record.pause()));
  }

  /// The Lease to write with this pause.
  Lease with(Pause pause) {
    return new LeaseBuilder(lease)
        .editMetadata()
        .addToAnnotations(Annotations.PAUSED, pause.text())
        .endMetadata()
        .build();
  }

  /// The Lease to write without a pause.
  Lease without() {
    return new LeaseBuilder(lease)
        .editMetadata()
        .removeFromAnnotations(Annotations.PAUSED)
        .endMetadata()
        .build();
  }
}
