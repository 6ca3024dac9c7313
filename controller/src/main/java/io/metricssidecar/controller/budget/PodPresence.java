package io.metricssidecar.controller.budget;

import io.fabric8.kubernetes.api.model.Pod;
import io.metricssidecar.controller.workloads.PodStage;
import java.util.List;
import java.util.Optional;

/// The result of looking for a holder's pod on the API server.
enum PodPresence {
  /// No pod of that UID runs, or ever will again.
  GONE,
  /// The pod has not ended.
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
            .anyMatch(pod -> PodStage.of(pod) != PodStage.ENDED)
        ? PRESENT
        : GONE;
  }
}
