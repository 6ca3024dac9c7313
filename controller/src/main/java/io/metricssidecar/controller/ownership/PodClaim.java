package io.metricssidecar.controller.ownership;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.controller.workloads.Owner;
import io.metricssidecar.controller.workloads.SidecarPod;
import java.util.Map;

/// What a pod says about its owner: anyone who creates a pod writes it.
///
/// @param namespace of the pod
/// @param controller that its owner references name
/// @param labels of the pod; none where there are more than [#MAX_LABELS]
public record PodClaim(String namespace, Owner controller, Map<String, String> labels) {
  /// Labels of a pod, of which more are taken for none: such a pod belongs to no workload.
  public static final int MAX_LABELS = 100;

  public PodClaim {
    requireNonNull(namespace, "namespace is null");
    requireNonNull(controller, "controller is null");
    labels = labels.size() > MAX_LABELS ? Map.of() : Map.copyOf(labels);
  }

  /// The claim of a pod with a sidecar.
  public static PodClaim of(SidecarPod pod) {
    return new PodClaim(pod.namespace(), pod.controller(), pod.labels());
  }
}
