package io.metricssidecar.controller.budget;

import io.fabric8.kubernetes.api.model.Pod;
import io.metricssidecar.controller.workloads.Member;
import java.util.List;
import java.util.Optional;

/// What the API server's answer says about a holder.
enum PodPresence {
  /// No pod of that UID runs, or ever will again.
  GONE,
  /// The pod is there.
  LIVES,
  /// There was no answer, or one that proves nothing.
  UNKNOWN;

  /// From what was found under the pod's name.
  ///
  /// @param found empty where the API server says that there is no such pod
  static PodPresence of(String uid, Optional<Pod> found) {
    return of(uid, found.stream().toList());
  }

  /// From all pods of a namespace.
  static PodPresence of(String uid, List<Pod> all) {
    return all.stream()
            .filter(pod -> uid.equals(pod.getMetadata().getUid()))
            .anyMatch(pod -> !Member.ended(pod))
        ? LIVES
        : GONE;
  }
}
