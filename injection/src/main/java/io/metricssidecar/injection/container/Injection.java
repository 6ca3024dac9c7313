package io.metricssidecar.injection.container;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.metricssidecar.injection.mesh.MeshPorts;
import io.metricssidecar.injection.options.Placement;
import java.util.List;

/// The additions to a pod that gets the sidecar.
///
/// @param container of the sidecar, complete
/// @param placement of that container
/// @param measured name of the measured container
/// @param imagePullSecrets names of Secrets that the pod's list must contain
/// @param meshPorts the annotations for the proxies of meshes
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
