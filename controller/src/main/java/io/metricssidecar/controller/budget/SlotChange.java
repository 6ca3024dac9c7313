package io.metricssidecar.controller.budget;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.metricssidecar.contract.budget.Holder;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// A slot that was taken or came free, as one version of a Lease tells it from the one before.
///
/// @param lease after the change
/// @param holder whose slot it is
/// @param kind which of the two
record SlotChange(BudgetLease lease, Holder holder, Kind kind) {
  SlotChange {
    requireNonNull(lease, "lease is null");
    requireNonNull(holder, "holder is null");
    requireNonNull(kind, "kind is null");
  }

  /// What happened to the slot.
  enum Kind {
    TAKEN,
    FREED
  }

  /// What changed, in order of the pods' UIDs, freed slots first; nothing where one of the two is
  /// not ours to read, or where they are not versions of the same Lease.
  static List<SlotChange> between(Lease before, Lease after) {
    var old = BudgetLease.of(before);
    var now = BudgetLease.of(after);
    if (old.isEmpty()
        || now.isEmpty()
        || !before.getMetadata().getUid().equals(after.getMetadata().getUid())) {
      return List.of();
    }
    return Stream.concat(
            missing(old.get(), now.get()).map(slot -> new SlotChange(now.get(), slot, Kind.FREED)),
            missing(now.get(), old.get()).map(slot -> new SlotChange(now.get(), slot, Kind.TAKEN)))
        .toList();
  }

  /// Slots of one that the other has not.
  private static Stream<Holder> missing(BudgetLease one, BudgetLease other) {
    Predicate<Holder> known =
        slot -> other.holders().stream().anyMatch(held -> held.uid().equals(slot.uid()));
    return one.holders().stream().filter(known.negate());
  }

  /// `1 of 2 slots are taken`.
  String balance() {
    return "%d of %s slots are taken".formatted(lease.holders().size(), lease.slots().orElse("0"));
  }
}
