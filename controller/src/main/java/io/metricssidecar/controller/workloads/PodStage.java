package io.metricssidecar.controller.workloads;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.Set;

/// The part of its life that a pod is in.
public enum PodStage {
  /// It runs or will run.
  ACTIVE,
  /// It was deleted and its containers are being stopped.
  TERMINATING,
  /// None of its containers runs or ever will again, and no Service sends requests to it.
  ENDED;

  /// Phases that a pod never leaves.
  private static final Set<String> FINAL_PHASES = Set.of("Succeeded", "Failed");

  /// The stage of a pod that was read from the API server.
  public static PodStage of(Pod pod) {
    var status = pod.getStatus();
    if (status != null && status.getPhase() != null && FINAL_PHASES.contains(status.getPhase())) {
      return ENDED;
    }
    return pod.getMetadata().getDeletionTimestamp() == null ? ACTIVE : TERMINATING;
  }
}
