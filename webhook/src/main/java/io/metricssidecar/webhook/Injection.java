package io.metricssidecar.webhook;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// What a pod gets.
///
/// @param container ours, finished
/// @param placement where it goes
/// @param measured name of the container that it measures
/// @param imagePullSecrets names that the pod's list must have
/// @param meshPorts for the proxies of meshes
record Injection(
    ObjectNode container,
    Placement placement,
    String measured,
    List<String> imagePullSecrets,
    MeshPorts meshPorts) {
  Injection {
    requireNonNull(container, "container is null");
    requireNonNull(placement, "placement is null");
    requireNonNull(measured, "measured is null");
    imagePullSecrets = List.copyOf(imagePullSecrets);
    requireNonNull(meshPorts, "meshPorts is null");
  }
}
