package io.metricssidecar.controller.ownership;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.sidecar.Workload;
import io.metricssidecar.controller.workloads.NamespacedName;
import io.metricssidecar.controller.workloads.OwnedWorkload;
import io.metricssidecar.controller.workloads.Owner;

/// The workload that a pod belongs to, as far as it is known.
public sealed interface Resolution {
  /// The pod belongs to this workload.
  record Found(OwnedWorkload workload) implements Resolution {
    public Found {
      requireNonNull(workload, "workload is null");
    }
  }

  /// The pod belongs to no workload that gets rights.
  record Absent(Reason reason) implements Resolution {
    public Absent {
      requireNonNull(reason, "reason is null");
    }
  }

  /// The pod may belong to this workload, which could not be read yet. Nothing follows from that:
  /// the workload keeps what it has.
  ///
  /// @param namespace of the workload
  /// @param claimed the workload that the pod, or its ReplicaSet, names as its owner
  record Unknown(String namespace, Owner claimed) implements Resolution {
    public Unknown {
      requireNonNull(namespace, "namespace is null");
      requireNonNull(claimed, "claimed is null");
    }

    /// The namespace and name that the workload's Role, RoleBinding and Lease share.
    public NamespacedName namespacedResourceName() {
      return new NamespacedName(
          namespace, new Workload(claimed.kind(), claimed.name()).resourceName());
    }
  }

  /// Why a pod belongs to no workload.
  enum Reason {
    /// The owner reference has a part that no object can have.
    INVALID,
    /// The owner is of a kind whose pods get no rights.
    KIND,
    /// No object has this kind, name and UID, or none was seen yet.
    MISSING,
    /// The owner would not own this pod: its selector selects other labels, or it owns pods only
    /// through another kind.
    NOT_SELECTED
  }
}
