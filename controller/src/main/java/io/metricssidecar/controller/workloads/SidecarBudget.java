package io.metricssidecar.controller.workloads;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.metricssidecar.contract.settings.SettingsSource;
import io.metricssidecar.contract.sidecar.Shedding;
import io.metricssidecar.contract.sidecar.SidecarConfig;
import io.metricssidecar.contract.sidecar.SidecarSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The budget that a sidecar uses, from its environment, which never changes in the life of a pod.
///
/// @param lease in which its slot is kept
/// @param shedding the user's conditions
public record SidecarBudget(NamespacedName lease, Shedding shedding) {
  public SidecarBudget {
    requireNonNull(lease, "lease is null");
    requireNonNull(shedding, "shedding is null");
  }

  /// Reads a pod; empty where it has no sidecar. An invalid setting has its default, as it has in
  /// the sidecar.
  static Optional<SidecarBudget> of(Pod pod) {
    return SidecarPod.container(pod)
        .map(SidecarBudget::environment)
        .map(
            env ->
                new SidecarBudget(
                    new NamespacedName(pod.getMetadata().getNamespace(), lease(env)),
                    SidecarSettings.read(SettingsSource.env(env)).value().shedding()));
  }

  private static String lease(Map<String, String> env) {
    return SidecarConfig.fromEnv(env).value().lease();
  }

  private static Map<String, String> environment(Container container) {
    var env = new HashMap<String, String>();
    for (var variable : container.getEnv()) {
      if (variable.getValue() != null) {
        env.put(variable.getName(), variable.getValue());
      }
    }
    return env;
  }
}
