package io.metricssidecar.controller.autoscaling;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.Pod;
import io.metricssidecar.controller.autoscaling.Autoscaler.Scaled;
import io.metricssidecar.controller.ownership.PodClaim;
import io.metricssidecar.controller.ownership.Resolution;
import io.metricssidecar.controller.ownership.Resolution.Found;
import io.metricssidecar.controller.workloads.OwnedWorkload;
import io.metricssidecar.controller.workloads.Owner;
import io.metricssidecar.controller.workloads.PodStage;
import io.metricssidecar.controller.workloads.SidecarPod;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A pod with a sidecar whose workload an autoscaler scales. It stands for all pods of its
/// template, which have the same requests.
///
/// @param name of the pod
/// @param uid of the pod
/// @param template identity of its template
/// @param workload that it belongs to
record ScaledPod(String name, String uid, String template, OwnedWorkload workload) {
  /// The label by which StatefulSets and kinds like them tell their templates apart; a ReplicaSet
  /// has a single one.
  private static final String REVISION = "controller-revision-hash";

  ScaledPod {
    requireNonNull(name, "name is null");
    requireNonNull(uid, "uid is null");
    requireNonNull(template, "template is null");
    requireNonNull(workload, "workload is null");
  }

  /// One pod of each template of the workloads that autoscalers scale.
  ///
  /// @param pods that the webhook has labelled, as the controller keeps them
  /// @param scaled workloads
  /// @param owners of pods
  static List<ScaledPod> of(
      List<Pod> pods, Set<Scaled> scaled, Function<PodClaim, Resolution> owners) {
    var namespaces = scaled.stream().map(Scaled::namespace).collect(Collectors.toSet());
    return List.copyOf(
        pods.stream()
            .filter(pod -> namespaces.contains(pod.getMetadata().getNamespace()))
            .filter(pod -> PodStage.of(pod) == PodStage.ACTIVE)
            .filter(pod -> SidecarPod.container(pod).isPresent())
            .flatMap(pod -> of(pod, owners).stream())
            .filter(pod -> scaled.contains(Scaled.of(pod.workload())))
            .collect(Collectors.toMap(ScaledPod::template, pod -> pod, (first, _) -> first))
            .values());
  }

  private static Optional<ScaledPod> of(Pod pod, Function<PodClaim, Resolution> owners) {
    var metadata = pod.getMetadata();
    var labels = Objects.requireNonNullElse(metadata.getLabels(), Map.<String, String>of());
    return Owner.controlling(metadata.getOwnerReferences())
        .flatMap(
            controller ->
                owners.apply(new PodClaim(metadata.getNamespace(), controller, labels))
                        instanceof Found(var workload)
                    ? Optional.of(
                        new ScaledPod(
                            metadata.getName(),
                            metadata.getUid(),
                            controller.uid() + "/" + labels.getOrDefault(REVISION, ""),
                            workload))
                    : Optional.empty());
  }
}
