package io.metricssidecar.e2e.attack;

import io.metricssidecar.e2e.cluster.Pods;
import io.metricssidecar.e2e.cluster.ReleaseDeployment;
import java.util.Comparator;
import java.util.List;

/// One run of a container of the release; another after a restart.
///
/// @param pod name of the pod
/// @param ip of the pod
/// @param container id of the container, of its image's runtime
/// @param restarts of the container so far
/// @param started time at which this run began; empty while it does not run
record Replica(String pod, String ip, String container, int restarts, String started) {
  /// The replicas of a Deployment, by name of their pods; init containers, which have ended, are
  /// left out.
  static List<Replica> of(ReleaseDeployment deployment) {
    return deployment.pods().stream()
        .flatMap(
            pod ->
                Pods.statuses(pod)
                    .filter(status -> status.getName().equals(deployment.component()))
                    .map(
                        status ->
                            new Replica(
                                pod.getMetadata().getName(),
                                pod.getStatus().getPodIP(),
                                status.getContainerID(),
                                status.getRestartCount(),
                                status.getState().getRunning() == null
                                    ? ""
                                    : status.getState().getRunning().getStartedAt())))
        .sorted(Comparator.comparing(Replica::pod))
        .toList();
  }
}
