package io.metricssidecar.controller.budget;

import static java.util.stream.Collectors.groupingBy;

import io.metricssidecar.contract.budget.Pause;
import io.metricssidecar.controller.ownership.Resolution;
import io.metricssidecar.controller.ownership.Resolution.Found;
import io.metricssidecar.controller.ownership.Resolution.Unknown;
import io.metricssidecar.controller.pause.Pauses;
import io.metricssidecar.controller.workloads.NamespacedName;
import io.metricssidecar.controller.workloads.SidecarPod;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The state of the cluster as last seen. What is missing here may exist nevertheless.
///
/// @param leases that are ours to write
/// @param pods with sidecars that have not ended, by UID
/// @param desired number of pods of each workload, by its UID
/// @param owners the workload of each pod, by the pod's UID
/// @param pauses the pause that each Lease has to have, by its name; without those of which it is
///   not known
record BudgetState(
    List<BudgetLease> leases,
    Map<String, SidecarPod> pods,
    Map<String, Integer> desired,
    Map<String, Resolution> owners,
    Map<NamespacedName, Optional<Pause>> pauses) {
  /// A state in which no pause is known.
  BudgetState(
      List<BudgetLease> leases,
      Map<String, SidecarPod> pods,
      Map<String, Integer> desired,
      Map<String, Resolution> owners) {
    this(leases, pods, desired, owners, Map.of());
  }

  BudgetState {
    leases = List.copyOf(leases);
    pods = Map.copyOf(pods);
    desired = Map.copyOf(desired);
    owners = Map.copyOf(owners);
    pauses = Map.copyOf(pauses);
  }

  /// The pauses that Leases have to have, by their names, where they are known.
  ///
  /// @param custom whether the annotation of a workload that is not watched asks for a pause, by
  ///   its UID; without those of which it is not known
  static Map<NamespacedName, Optional<Pause>> pauses(
      List<BudgetLease> leases, Pauses pauses, Map<String, Boolean> custom, Instant now) {
    var wanted = new HashMap<NamespacedName, Optional<Pause>>();
    for (var lease : leases) {
      var annotated = Optional.ofNullable(custom.get(lease.owner().uid()));
      pauses
          .cause(lease.name().namespace(), lease.owner(), annotated)
          .ifPresent(
              cause ->
                  wanted.put(lease.name(), Optional.ofNullable(cause.wanted(lease.pause(), now))));
    }
    return wanted;
  }

  /// The pause that a Lease has to have; the present one where it is not known. Null for none.
  @Nullable Pause pause(BudgetLease lease) {
    var known = pauses.get(lease.name());
    return known == null ? lease.pause() : known.orElse(null);
  }

  /// The pods by the Lease that their sidecars say they use.
  Map<NamespacedName, List<SidecarPod>> podsByLease() {
    return pods.values().stream().collect(groupingBy(pod -> pod.budget().lease()));
  }

  /// True if a pod belongs to the workload that a Lease is for. A pod's own claim about its Lease
  /// does not count.
  boolean controls(BudgetLease lease, SidecarPod pod) {
    return owners.get(pod.uid()) instanceof Found(var workload)
        && workload.owner().uid().equals(lease.owner().uid());
  }

  /// True if a pod may belong to the workload that a Lease is for, which could not be read yet.
  boolean mayControl(BudgetLease lease, SidecarPod pod) {
    return owners.get(pod.uid()) instanceof Unknown(_, var claimed) && claimed.same(lease.owner());
  }
}
