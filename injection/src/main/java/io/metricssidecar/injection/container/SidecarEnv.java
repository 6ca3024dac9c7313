package io.metricssidecar.injection.container;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.metricssidecar.contract.sidecar.IdentityVariable;
import io.metricssidecar.contract.sidecar.SidecarSetting;
import io.metricssidecar.contract.sidecar.SidecarSettings;
import io.metricssidecar.contract.sidecar.Workload;
import io.metricssidecar.injection.pod.ContainerView;
import io.metricssidecar.injection.pod.Json;
import io.metricssidecar.injection.pod.PodView;

/// The environment of the sidecar: what `SidecarConfig.fromEnv` reads back, with the downward API
/// in the places of what is not known before the pod exists.
final class SidecarEnv {
  private final ArrayNode variables = Json.object().arrayNode();

  /// All variables for a pod.
  static ArrayNode of(PodView pod, ContainerView measured, SidecarSettings settings) {
    var env = new SidecarEnv();
    env.identity(pod.workload());
    env.value(SidecarSetting.CONTAINER.env(), measured.name());
    env.limit(IdentityVariable.CPU_LIMIT_MILLICORES.env(), pod, measured, Divided.CPU);
    env.limit(IdentityVariable.MEMORY_LIMIT_BYTES.env(), pod, measured, Divided.MEMORY);
    settings.toEnv().forEach(env::value);
    return env.variables;
  }

  private void identity(Workload workload) {
    field(IdentityVariable.NAMESPACE.env(), "metadata.namespace");
    field(IdentityVariable.POD_NAME.env(), "metadata.name");
    field(IdentityVariable.POD_UID.env(), "metadata.uid");
    field(IdentityVariable.NODE_NAME.env(), "spec.nodeName");
    if (workload.known()) {
      value(IdentityVariable.OWNER_KIND.env(), workload.kind());
      value(IdentityVariable.DEPLOYMENT_NAME.env(), workload.name());
      value(IdentityVariable.SHED_LEASE.env(), workload.resourceName());
    }
  }

  /// The container's own limit through the downward API, which gives the divided value. Without a
  /// limit there is no variable: the downward API would give the node's whole capacity. A limit of
  /// the pod as a whole is written as a number, because kubelets before 1.34 do not know it.
  private void limit(String name, PodView pod, ContainerView measured, Divided divided) {
    if (measured.limit(divided.resource).isPresent()) {
      var reference = variable(name).putObject("valueFrom").putObject("resourceFieldRef");
      reference.put("containerName", measured.name());
      reference.put("resource", "limits." + divided.resource);
      reference.put("divisor", divided.divisor);
    } else {
      pod.podLimit(divided.resource)
          .ifPresent(
              limit ->
                  value(
                      name,
                      Long.toString(divided == Divided.CPU ? limit.millis() : limit.units())));
    }
  }

  private void field(String name, String path) {
    variable(name).putObject("valueFrom").putObject("fieldRef").put("fieldPath", path);
  }

  private void value(String name, String value) {
    variable(name).put("value", value);
  }

  private ObjectNode variable(String name) {
    return variables.addObject().put("name", name);
  }

  /// A resource and the unit that its variable is in.
  private enum Divided {
    CPU("cpu", "1m"),
    MEMORY("memory", "1");

    private final String resource;
    private final String divisor;

    Divided(String resource, String divisor) {
      this.resource = resource;
      this.divisor = divisor;
    }
  }
}
