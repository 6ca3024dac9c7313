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

/// The environment variables of the sidecar, which `SidecarConfig.fromEnv` reads back. Values that
/// are not known before the pod exists come from the downward API.
final class SidecarEnv {
  private final ArrayNode variables = Json.object().arrayNode();

  /// Builds all variables for a pod.
  ///
  /// @param workload that controls the pod
  static ArrayNode of(
      PodView pod, Workload workload, ContainerView measured, SidecarSettings settings) {
    var env = new SidecarEnv();
    env.identity(workload);
    env.value(SidecarSetting.CONTAINER.env(), measured.name());
    env.limit(IdentityVariable.CPU_LIMIT_MILLICORES.env(), pod, measured, LimitUnit.CPU);
    env.limit(IdentityVariable.MEMORY_LIMIT_BYTES.env(), pod, measured, LimitUnit.MEMORY);
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
      if (workload.api() != null) {
        value(IdentityVariable.OWNER_API.env(), workload.api().text());
      }
      value(IdentityVariable.DEPLOYMENT_NAME.env(), workload.name());
      value(IdentityVariable.SHED_LEASE.env(), workload.resourceName());
    }
  }

  /// Adds a limit. That of the container comes from the downward API, which divides it. Without a
  /// limit there is no variable: the downward API would give the node's whole capacity. A limit of
  /// the pod as a whole is written as a number, because kubelets before 1.34 do not support it.
  private void limit(String name, PodView pod, ContainerView measured, LimitUnit unit) {
    if (measured.limit(unit.resource).isPresent()) {
      var reference = variable(name).putObject("valueFrom").putObject("resourceFieldRef");
      reference.put("containerName", measured.name());
      reference.put("resource", "limits." + unit.resource);
      reference.put("divisor", unit.divisor);
    } else {
      pod.podLimit(unit.resource)
          .ifPresent(
              limit ->
                  value(
                      name, Long.toString(unit == LimitUnit.CPU ? limit.millis() : limit.units())));
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

  /// A resource with the unit of its variable.
  private enum LimitUnit {
    CPU("cpu", "1m"),
    MEMORY("memory", "1");

    private final String resource;
    private final String divisor;

    LimitUnit(String resource, String divisor) {
      this.resource = resource;
      this.divisor = divisor;
    }
  }
}
