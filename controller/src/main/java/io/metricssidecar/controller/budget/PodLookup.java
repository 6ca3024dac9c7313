package io.metricssidecar.controller.budget;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.budget.Holder;
import io.metricssidecar.controller.workloads.LeaseName;

/// What has to be asked of the API server itself before a slot is freed.
sealed interface PodLookup {
  /// Whose slot it is about.
  String uid();

  /// What to ask about a holder: by name where there is one.
  static PodLookup of(LeaseName lease, Holder holder) {
    return holder
        .validPodName()
        .<PodLookup>map(name -> new ByName(lease.namespace(), name, holder.uid()))
        .orElseGet(() -> new AmongAll(lease.namespace(), holder.uid()));
  }

  /// Is this pod still there?
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

  /// Has any pod of the namespace this UID?
  ///
  /// @param namespace of the Lease
  /// @param uid that nobody has named a pod for
  record AmongAll(String namespace, String uid) implements PodLookup {
    public AmongAll {
      requireNonNull(namespace, "namespace is null");
      requireNonNull(uid, "uid is null");
    }
  }
}
