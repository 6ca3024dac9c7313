package io.metricssidecar.controller.budget;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.controller.workloads.LeaseName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A Lease of ours in the one format that we know.
///
/// @param object as read; what is not ours in it stays as it is
/// @param owner the workload
/// @param slots as written; empty where nobody has written any
/// @param holders in order of their UIDs
record BudgetLease(
    Lease object, OwnerReference owner, Optional<String> slots, List<Holder> holders) {
  BudgetLease {
    requireNonNull(object, "object is null");
    requireNonNull(owner, "owner is null");
    requireNonNull(slots, "slots is null");
    holders = List.copyOf(holders);
  }

  /// Reads a Lease; empty where its format is unknown, it belongs to nobody, or it is on its way
  /// out: then it is not ours to write.
  static Optional<BudgetLease> of(Lease lease) {
    var metadata = lease.getMetadata();
    var annotations = annotations(lease);
    if (metadata.getDeletionTimestamp() != null
        || metadata.getOwnerReferences().isEmpty()
        || !Annotations.LEASE_FORMAT_1.equals(annotations.get(Annotations.LEASE_FORMAT))) {
      return Optional.empty();
    }
    return Optional.of(
        new BudgetLease(
            lease,
            metadata.getOwnerReferences().getFirst(),
            Optional.ofNullable(annotations.get(Annotations.SLOTS)),
            holders(annotations)));
  }

  private static List<Holder> holders(Map<String, String> annotations) {
    return annotations.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(Annotations.HOLDER_PREFIX))
        .sorted(Map.Entry.comparingByKey())
        .map(
            entry ->
                Holder.read(
                    entry.getKey().substring(Annotations.HOLDER_PREFIX.length()), entry.getValue()))
        .toList();
  }

  private static Map<String, String> annotations(Lease lease) {
    var annotations = lease.getMetadata().getAnnotations();
    return annotations == null ? Map.of() : annotations;
  }

  /// Where it is.
  LeaseName name() {
    return new LeaseName(object.getMetadata().getNamespace(), object.getMetadata().getName());
  }

  /// The number of slots; 0 where it cannot be read.
  int number() {
    return slots.filter(text -> text.matches("\\d{1,7}")).map(Integer::parseInt).orElse(0);
  }

  /// The object to write: without these holders, and with so many slots. It names the
  /// resourceVersion that was read, so that it is refused when anybody wrote in between.
  ///
  /// @param written slots; empty for none
  Lease with(Set<Holder> freed, Optional<String> written) {
    var metadata = new LeaseBuilder(object).editMetadata();
    freed.forEach(slot -> metadata.removeFromAnnotations(Annotations.HOLDER_PREFIX + slot.uid()));
    written.ifPresent(slots -> metadata.addToAnnotations(Annotations.SLOTS, slots));
    return metadata.endMetadata().build();
  }
}
