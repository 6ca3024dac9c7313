package io.metricssidecar.injection.config;

import io.metricssidecar.contract.process.ProcessSetting;

/// The settings of injected pods.
public enum InjectionSetting implements ProcessSetting {
  SIDECAR_IMAGE("metrics-sidecar:0.1.0", "image of the sidecar"),
  SIDECAR_IMAGE_PULL_POLICY("IfNotPresent", "Always, IfNotPresent or Never"),
  SIDECAR_CPU_REQUEST("10m", "CPU request of a sidecar"),
  SIDECAR_CPU_LIMIT("250m", "CPU limit of a sidecar"),
  SIDECAR_MEMORY_REQUEST("64Mi", "memory request of a sidecar"),
  SIDECAR_MEMORY_LIMIT("96Mi", "memory limit of a sidecar"),
  IMAGE_PULL_SECRETS("", "names of pull secrets added to injected pods, separated by commas"),
  NATIVE_SIDECAR("auto", "auto (from Kubernetes 1.32 on), true or false"),
  STRICT("false", "true denies pods with invalid annotations"),
  DENIED_NAMESPACES(
      "kube-system,kube-public,kube-node-lease",
      "namespaces whose pods are never changed, separated by commas; always also the release's"),
  ALLOW_IMAGE_ANNOTATION("true", "false ignores the pods' annotations for the sidecar's image"),
  MESH_ANNOTATIONS("true", "false never changes the pods' annotations for service meshes");

  private final String defaultText;
  private final String description;

  InjectionSetting(String defaultText, String description) {
    this.defaultText = defaultText;
    this.description = description;
  }

  @Override
  public String defaultText() {
    return defaultText;
  }

  @Override
  public String description() {
    return description;
  }
}
