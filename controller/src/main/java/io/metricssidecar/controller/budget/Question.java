package io.metricssidecar.controller.budget;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.controller.workloads.LeaseName;

/// What has to be asked of the API server itself before a slot is freed.
sealed interface Question {
  /// Whose slot it is about.
  String uid();

  /// What to ask about a holder: by name where there is one.
  static Question of(LeaseName lease, HeldSlot holder) {
    return holder
        .podName()
        .<Question>map(name -> new ByName(lease.namespace(), name, holder.uid()))
        .orElseGet(() -> new AmongAll(lease.namespace(), holder.uid()));
  }

  /// Is this pod still there?
  ///
  /// @param namespace of the pod
  /// @param pod its name
  /// @param uid its UID
  record ByName(String namespace, String pod, String uid) implements Question {
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
  record AmongAll(String namespace, String uid) implements Question {
    public AmongAll {
      requireNonNull(namespace, "namespace is null");
      requireNonNull(uid, "uid is null");
    }
  }
}
