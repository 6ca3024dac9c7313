package io.metricssidecar.controller.budget;

import io.fabric8.kubernetes.api.model.Pod;
import io.metricssidecar.controller.workloads.PodStage;
import java.util.List;
import java.util.Optional;

/// The result of looking for a holder's pod on the API server.
enum PodPresence {
  /// There is no pod of that UID, or it has ended, or it is being deleted: it will never be a ready
  /// endpoint again.
  GONE,
  /// The pod lives on.
  PRESENT,
  /// The API server did not respond, or its response proves nothing.
  UNKNOWN;

  /// The presence of a pod that was looked up by name.
  ///
  /// @param found the pod of that name; empty where the API server says that there is none
  static PodPresence of(String uid, Optional<Pod> found) {
    return of(uid, found.stream().toList());
  }

  /// The presence of a pod that was looked up among all pods of its namespace.
  static PodPresence of(String uid, List<Pod> all) {
    return all.stream()
            .filter(pod -> uid.equals(pod.getMetadata().getUid()))
            .anyMatch(pod -> PodStage.of(pod) == PodStage.ACTIVE)
        ? PRESENT
        : GONE;
  }
}
