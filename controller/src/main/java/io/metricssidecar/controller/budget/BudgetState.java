package io.metricssidecar.controller.budget;

import io.metricssidecar.controller.workloads.Member;
import java.util.List;
import java.util.Map;

/// How things stand, as last seen. What is missing here may exist nevertheless.
///
/// @param leases that are ours to write
/// @param members pods with sidecars, by UID
/// @param desired how many pods each workload is to have, by its UID
/// @param parents of ReplicaSets that something else controls: UID to UID
record BudgetState(
    List<BudgetLease> leases,
    Map<String, Member> members,
    Map<String, Integer> desired,
    Map<String, String> parents) {
  BudgetState {
    leases = List.copyOf(leases);
    members = Map.copyOf(members);
    desired = Map.copyOf(desired);
    parents = Map.copyOf(parents);
  }

  /// Whether a pod is of the workload that a Lease is for. What a pod says of its Lease is its own
  /// word, so that alone does not count.
  boolean controls(BudgetLease lease, Member member) {
    var workload = lease.owner().getUid();
    return member.controller().equals(workload)
        || workload.equals(parents.get(member.controller()));
  }
}
