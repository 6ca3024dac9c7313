package io.metricssidecar.controller.ownership;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.controller.workloads.Owner;
import io.metricssidecar.controller.workloads.SidecarPod;
import java.util.Map;

/// What a pod says about its owner: anyone who creates a pod writes it.
///
/// @param namespace of the pod
/// @param controller that its owner references name
/// @param labels of the pod
public record PodClaim(String namespace, Owner controller, Map<String, String> labels) {
  public PodClaim {
    requireNonNull(namespace, "namespace is null");
    requireNonNull(controller, "controller is null");
    labels = Map.copyOf(labels);
  }

  /// The claim of a pod with a sidecar.
  public static PodClaim of(SidecarPod pod) {
    return new PodClaim(pod.namespace(), pod.controller(), pod.labels());
  }
}
