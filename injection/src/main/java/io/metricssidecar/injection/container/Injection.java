package io.metricssidecar.injection.container;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.metricssidecar.injection.mesh.MeshPorts;
import io.metricssidecar.injection.options.Placement;
import java.util.List;

/// What a pod gets.
///
/// @param container ours, finished
/// @param placement where it goes
/// @param measured name of the container that it measures
/// @param imagePullSecrets names that the pod's list must have
/// @param meshPorts for the proxies of meshes
public record Injection(
    ObjectNode container,
    Placement placement,
    String measured,
    List<String> imagePullSecrets,
    MeshPorts meshPorts) {
  public Injection {
    requireNonNull(container, "container is null");
    requireNonNull(placement, "placement is null");
    requireNonNull(measured, "measured is null");
    imagePullSecrets = List.copyOf(imagePullSecrets);
    requireNonNull(meshPorts, "meshPorts is null");
  }
}
