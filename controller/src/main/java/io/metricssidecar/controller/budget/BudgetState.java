package io.metricssidecar.controller.budget;

import static java.util.stream.Collectors.groupingBy;

import io.metricssidecar.controller.ownership.Resolution;
import io.metricssidecar.controller.ownership.Resolution.Found;
import io.metricssidecar.controller.ownership.Resolution.Unknown;
import io.metricssidecar.controller.workloads.NamespacedName;
import io.metricssidecar.controller.workloads.SidecarPod;
import java.util.List;
import java.util.Map;

/// The state of the cluster as last seen. What is missing here may exist nevertheless.
///
/// @param leases that are ours to write
/// @param pods with sidecars that have not ended, by UID
/// @param desired number of pods of each workload, by its UID
/// @param owners the workload of each pod, by the pod's UID
record BudgetState(
    List<BudgetLease> leases,
    Map<String, SidecarPod> pods,
    Map<String, Integer> desired,
    Map<String, Resolution> owners) {
  BudgetState {
    leases = List.copyOf(leases);
    pods = Map.copyOf(pods);
    desired = Map.copyOf(desired);
    owners = Map.copyOf(owners);
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
