package io.metricssidecar.controller.budget;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.budget.BudgetRecord;
import io.metricssidecar.contract.budget.Holder;
import io.metricssidecar.contract.budget.Pause;
import io.metricssidecar.contract.exposition.Metric;
import io.metricssidecar.contract.exposition.ServerMetrics;
import io.metricssidecar.controller.workloads.NamespacedName;
import io.metricssidecar.controller.workloads.Owner;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A budget Lease that the controller may write.
///
/// @param object as read; everything in it that is not ours is written back unchanged
/// @param owner the workload
/// @param record the budget that its annotations hold
record BudgetLease(Lease object, Owner owner, BudgetRecord record) {
  BudgetLease {
    requireNonNull(object, "object is null");
    requireNonNull(owner, "owner is null");
    requireNonNull(record, "record is null");
  }

  /// Reads a Lease; empty where its format is unknown, it has no owner, or it is being deleted:
  /// then it is not ours to write.
  static Optional<BudgetLease> of(Lease lease) {
    var metadata = lease.getMetadata();
    if (metadata.getDeletionTimestamp() != null || metadata.getOwnerReferences().isEmpty()) {
      return Optional.empty();
    }
    var owner = Owner.of(metadata.getOwnerReferences().getFirst());
    var annotations =
        Objects.requireNonNullElse(metadata.getAnnotations(), Map.<String, String>of());
    return BudgetRecord.read(annotations).map(record -> new BudgetLease(lease, owner, record));
  }

  /// Those of these Leases that can be read.
  static List<BudgetLease> readable(List<Lease> all) {
    return all.stream().map(BudgetLease::of).flatMap(Optional::stream).toList();
  }

  /// The contents of all Leases that are labelled as ours.
  static List<Metric> gauges(List<Lease> all) {
    var leases = readable(all);
    return List.of(
        ServerMetrics.LEASE_HOLDERS.gauge(
            leases.stream().mapToInt(lease -> lease.holders().size()).sum()),
        ServerMetrics.LEASE_SLOTS.gauge(leases.stream().mapToInt(BudgetLease::slotCount).sum()),
        ServerMetrics.LEASES_PAUSED.gauge(
            (double) leases.stream().filter(lease -> lease.pause() != null).count()),
        ServerMetrics.LEASES_UNREADABLE.gauge(all.size() - leases.size()));
  }

  /// Namespace and name of the Lease.
  NamespacedName name() {
    return NamespacedName.of(object);
  }

  /// The holders in order of their UIDs.
  List<Holder> holders() {
    return record.holders().stream().sorted(Comparator.comparing(Holder::uid)).toList();
  }

  /// The text of the slots; empty where none was written.
  Optional<String> slots() {
    return Optional.ofNullable(record.slots());
  }

  /// The number of slots; 0 where none was written or the text cannot be read.
  int slotCount() {
    return Objects.requireNonNullElse(record.slotCount(), 0);
  }

  /// The pause; null without one.
  @Nullable Pause pause() {
    return record.pause();
  }

  /// The object to write: without these holders, with these slots and this pause. It names the
  /// resourceVersion that was read, so that it is rejected when anyone wrote in between.
  ///
  /// @param written slots; empty for none
  /// @param pause null for none
  Lease with(List<Holder> freed, Optional<String> written, @Nullable Pause pause) {
    var metadata = new LeaseBuilder(object).editMetadata();
    freed.forEach(holder -> metadata.removeFromAnnotations(holder.key()));
    written.ifPresent(slots -> metadata.addToAnnotations(Annotations.SLOTS, slots));
    if (pause == null) {
      metadata.removeFromAnnotations(Annotations.PAUSED);
    } else if (!pause.equals(record.pause())) {
      metadata.addToAnnotations(Annotations.PAUSED, pause.text());
    }
    return metadata.endMetadata().build();
  }
}
