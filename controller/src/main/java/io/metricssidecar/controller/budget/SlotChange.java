package io.metricssidecar.controller.budget;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.metricssidecar.contract.budget.Holder;
import java.util.List;
import java.util.stream.Stream;

/// One difference between two versions of a Lease: a slot that was taken or freed.
///
/// @param lease after the change
/// @param holder of the slot
/// @param kind of the change
record SlotChange(BudgetLease lease, Holder holder, Kind kind) {
  SlotChange {
    requireNonNull(lease, "lease is null");
    requireNonNull(holder, "holder is null");
    requireNonNull(kind, "kind is null");
  }

  /// The kind of a change.
  enum Kind {
    /// By the pod's sidecar.
    TAKEN,
    /// By the pod's sidecar, or by the controller because the pod is gone or being deleted.
    FREED
  }

  /// The changes in order of the pods' UIDs, freed slots first; empty where one of the two cannot
  /// be read, or where they are not versions of the same Lease.
  static List<SlotChange> between(Lease before, Lease after) {
    var old = BudgetLease.of(before);
    var now = BudgetLease.of(after);
    if (old.isEmpty()
        || now.isEmpty()
        || !before.getMetadata().getUid().equals(after.getMetadata().getUid())) {
      return List.of();
    }
    return Stream.concat(
            added(now.get(), old.get())
                .map(holder -> new SlotChange(now.get(), holder, Kind.FREED)),
            added(old.get(), now.get())
                .map(holder -> new SlotChange(now.get(), holder, Kind.TAKEN)))
        .toList();
  }

  /// The holders of one Lease that another does not have.
  private static Stream<Holder> added(BudgetLease before, BudgetLease after) {
    return after.holders().stream()
        .filter(
            holder -> before.holders().stream().noneMatch(old -> old.uid().equals(holder.uid())));
  }

  /// `1 of 2 slots are taken`.
  String balance() {
    return "%d of %s slots are taken".formatted(lease.holders().size(), lease.slots().orElse("0"));
  }
}
