package io.metricssidecar.controller.budget;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.budget.Holder;
import io.metricssidecar.controller.workloads.NamespacedName;

/// A live lookup that is needed before a slot may be freed.
sealed interface PodLookup {
  /// Namespace of the pod that is looked for.
  String namespace();

  /// UID of the pod that is looked for.
  String uid();

  /// The lookup for a holder: by name where the Lease has a valid one.
  static PodLookup of(NamespacedName lease, Holder holder) {
    return holder
        .validPodName()
        .<PodLookup>map(name -> new ByName(lease.namespace(), name, holder.uid()))
        .orElseGet(() -> new AmongAll(lease.namespace(), holder.uid()));
  }

  /// A lookup by the pod's name.
  ///
  /// @param namespace of the pod
  /// @param pod its name
  /// @param uid its UID
  record ByName(String namespace, String pod, String uid) implements PodLookup {
    public ByName {
      requireNonNull(namespace, "namespace is null");
      requireNonNull(pod, "pod is null");
      requireNonNull(uid, "uid is null");
    }
  }

  /// A lookup among all pods of a namespace.
  ///
  /// @param namespace of the Lease
  /// @param uid of the pod, whose name is not known
  record AmongAll(String namespace, String uid) implements PodLookup {
    public AmongAll {
      requireNonNull(namespace, "namespace is null");
      requireNonNull(uid, "uid is null");
    }
  }
}
