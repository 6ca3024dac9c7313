package io.metricssidecar.controller.access;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.metricssidecar.controller.ownership.Resolution;
import io.metricssidecar.controller.workloads.OwnedWorkload;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Stream;

/// The state of the cluster, as read back from the API server.
///
/// @param workloads that have sidecars, with the ServiceAccounts of their pods
/// @param undecided workloads that pods name and that could not be read
/// @param roles labelled as ours
/// @param bindings labelled as ours
/// @param leases labelled as ours
record AccessState(
    Map<OwnedWorkload, SortedSet<String>> workloads,
    Set<Resolution.Unknown> undecided,
    List<Role> roles,
    List<RoleBinding> bindings,
    List<Lease> leases) {
  AccessState {
    workloads = Map.copyOf(workloads);
    undecided = Set.copyOf(undecided);
    roles = List.copyOf(roles);
    bindings = List.copyOf(bindings);
    leases = List.copyOf(leases);
  }

  /// All objects labelled as ours.
  Stream<HasMetadata> labelled() {
    return Stream.of(roles, bindings, leases).flatMap(List::stream);
  }
}
