package io.metricssidecar.e2e.cluster;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Views of pods as the API server returned them.
public final class Pods {
  private Pods() {}

  /// Names, in the order of the pods.
  public static List<String> names(List<Pod> pods) {
    return pods.stream().map(pod -> pod.getMetadata().getName()).toList();
  }

  /// One phrase per pod, for people.
  public static String states(List<Pod> pods) {
    return pods.isEmpty()
        ? "no pods"
        : pods.stream().map(Pods::state).collect(Collectors.joining(", "));
  }

  /// Statuses of init containers and containers.
  public static Stream<ContainerStatus> statuses(Pod pod) {
    return Stream.concat(
        pod.getStatus().getInitContainerStatuses().stream(),
        pod.getStatus().getContainerStatuses().stream());
  }

  private static String state(Pod pod) {
    var waiting =
        statuses(pod)
            .flatMap(
                status ->
                    Optional.ofNullable(status.getState())
                        .map(state -> state.getWaiting())
                        .map(why -> status.getName() + " " + why.getReason())
                        .stream())
            .collect(Collectors.joining(" "));
    return "%s %s %s%s"
        .formatted(
            pod.getMetadata().getName(),
            pod.getStatus().getPhase(),
            Readiness.isPodReady(pod) ? "ready" : "not ready",
            waiting.isEmpty() ? "" : " (" + waiting + ")");
  }
}
