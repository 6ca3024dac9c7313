package io.metricssidecar.decision.budget;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.budget.BudgetRecord;
import io.metricssidecar.contract.budget.Holder;
import io.metricssidecar.contract.budget.Pause;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The budget of one workload, as it stands in its Lease.
///
/// @param uid of the Lease: another one means that all holders were forgotten
/// @param resourceVersion that a write must name, so that it is rejected after a write in between
/// @param slots B as the controller last wrote it; null without one
/// @param pause while nobody may shed; null without one
/// @param holders in order of acquisition
public record BudgetLease(
    String uid,
    String resourceVersion,
    @Nullable Integer slots,
    @Nullable Pause pause,
    List<Holder> holders) {
  public BudgetLease {
    requireNonNull(uid, "uid is null");
    requireNonNull(resourceVersion, "resourceVersion is null");
    holders = holders.stream().sorted(Holder.BY_ACQUISITION).toList();
  }

  /// A Lease that is not paused.
  public BudgetLease(
      String uid, String resourceVersion, @Nullable Integer slots, List<Holder> holders) {
    this(uid, resourceVersion, slots, null, holders);
  }

  /// Whether nobody may shed.
  public boolean paused() {
    return pause != null;
  }

  /// The most holders that the Lease allows, whatever its workload: none while it is paused, else
  /// what the controller wrote, and never more than fit into a Lease.
  int bound() {
    if (paused()) {
      return 0;
    }
    return slots == null ? BudgetRecord.MAX_HOLDERS : Math.min(slots, BudgetRecord.MAX_HOLDERS);
  }

  /// Whether a pod is named as a holder. That is a fact about the Lease, never a permission.
  public boolean holds(String pod) {
    return index(pod).isPresent();
  }

  /// Index of a pod in the order of acquisition; empty where it holds no slot.
  public Optional<Integer> index(String pod) {
    for (var place = 0; place < holders.size(); place++) {
      if (holders.get(place).uid().equals(pod)) {
        return Optional.of(place);
      }
    }
    return Optional.empty();
  }

  /// The same Lease with one holder more.
  public BudgetLease with(String pod, String name) {
    var last =
        holders.stream().mapToLong(Holder::sequence).filter(n -> n <= Holder.MAX_SEQUENCE).max();
    var added = new Holder(pod, Math.min(last.orElse(0) + 1, Holder.MAX_SEQUENCE), name);
    var all = new ArrayList<>(holders);
    all.add(added);
    return new BudgetLease(uid, resourceVersion, slots, pause, all);
  }

  /// The same Lease without one holder.
  public BudgetLease without(String pod) {
    var rest = holders.stream().filter(holder -> !holder.uid().equals(pod)).toList();
    return new BudgetLease(uid, resourceVersion, slots, pause, rest);
  }
}
