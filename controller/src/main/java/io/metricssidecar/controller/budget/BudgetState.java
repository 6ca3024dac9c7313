package io.metricssidecar.controller.budget;

import static java.util.stream.Collectors.groupingBy;

import io.metricssidecar.controller.workloads.NamespacedName;
import io.metricssidecar.controller.workloads.SidecarPod;
import java.util.List;
import java.util.Map;

/// The state of the cluster as last seen. What is missing here may exist nevertheless.
///
/// @param leases that are ours to write
/// @param pods with sidecars that have not ended, by UID
/// @param desired number of pods of each workload, by its UID
/// @param parents of ReplicaSets that have a controller: UID to UID
record BudgetState(
    List<BudgetLease> leases,
    Map<String, SidecarPod> pods,
    Map<String, Integer> desired,
    Map<String, String> parents) {
  BudgetState {
    leases = List.copyOf(leases);
    pods = Map.copyOf(pods);
    desired = Map.copyOf(desired);
    parents = Map.copyOf(parents);
  }

  /// The pods by the Lease that their sidecars say they use.
  Map<NamespacedName, List<SidecarPod>> podsByLease() {
    return pods.values().stream().collect(groupingBy(pod -> pod.budget().lease()));
  }

  /// True if a pod belongs to the workload that a Lease is for. A pod's own claim about its Lease
  /// does not count.
  boolean controls(BudgetLease lease, SidecarPod pod) {
    var workload = lease.owner().uid();
    var controller = pod.controller().uid();
    return controller.equals(workload) || workload.equals(parents.get(controller));
  }
}
