package io.metricssidecar.injection;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/// For each setting that both processes have, a valid value that is not its default.
public final class OtherValues {
  private static final Map<String, String> VALUES =
      Map.ofEntries(
          Map.entry("HEALTH_PORT", "9090"),
          Map.entry("POD_NAME", "pod-2"),
          Map.entry("POD_NAMESPACE", "other"),
          Map.entry("LOG_LEVEL", "debug"),
          Map.entry("LOG_FORMAT", "json"),
          Map.entry("SIDECAR_IMAGE", "team/sidecar:2"),
          Map.entry("SIDECAR_IMAGE_PULL_POLICY", "Never"),
          Map.entry("SIDECAR_ARCHITECTURES", "arm64, s390x"),
          Map.entry("SIDECAR_CPU_REQUEST", "11m"),
          Map.entry("SIDECAR_CPU_LIMIT", "251m"),
          Map.entry("SIDECAR_MEMORY_REQUEST", "65Mi"),
          Map.entry("SIDECAR_MEMORY_LIMIT", "97Mi"),
          Map.entry("SIDECAR_GUARANTEED_CPU", "51m"),
          Map.entry("SIDECAR_GUARANTEED_MEMORY", "95Mi"),
          Map.entry("IMAGE_PULL_SECRETS", "a, b"),
          Map.entry("NATIVE_SIDECAR", "true"),
          Map.entry("STRICT", "true"),
          Map.entry("DENIED_NAMESPACES", "secret"),
          Map.entry("ALLOW_IMAGE_ANNOTATION", "false"),
          Map.entry("MESH_ANNOTATIONS", "false"),
          Map.entry("SCALE_TARGETS", "argoproj.io/v1alpha1/rollouts/Rollout"),
          Map.entry("SIDECAR_DEFAULTS", "mode=observe, minimum-pods-percent=60"),
          Map.entry("SIDECAR_LOCKED", "guard, patch"));

  /// The value of one setting.
  public static String of(String env) {
    return requireNonNull(VALUES.get(env), env);
  }

  private OtherValues() {}
}
