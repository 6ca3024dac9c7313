package io.metricssidecar.controller.workloads;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.sidecar.Workload;

/// A workload that was read back from the API server under the UID that its pods' owner references
/// name.
///
/// @param namespace of the workload and of all objects created for it
/// @param target its kind, as far as Roles are concerned
/// @param owner the workload itself, as its objects' owner
public record OwnedWorkload(String namespace, ScaleTarget target, Owner owner) {
  public OwnedWorkload {
    requireNonNull(namespace, "namespace is null");
    requireNonNull(target, "target is null");
    requireNonNull(owner, "owner is null");
  }

  /// The name that its Role, RoleBinding and Lease share.
  public String resourceName() {
    return new Workload(owner.kind(), owner.name()).resourceName();
  }

  /// The namespace and name that its Role, RoleBinding and Lease share.
  public NamespacedName namespacedResourceName() {
    return new NamespacedName(namespace, resourceName());
  }
}
