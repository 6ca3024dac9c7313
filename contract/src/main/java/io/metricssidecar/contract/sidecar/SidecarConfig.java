package io.metricssidecar.contract.sidecar;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.settings.Parsed;
import io.metricssidecar.contract.settings.Setting;
import io.metricssidecar.contract.settings.SettingsReader;
import io.metricssidecar.contract.settings.SettingsSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The complete configuration of one sidecar, which the webhook writes as environment variables.
///
/// @param pod the pod that the sidecar is in
/// @param workload the owner of the pod's siblings
/// @param lease name of the workload's budget Lease; empty for a pod without owner
/// @param container the measured container
/// @param limits of the measured container
/// @param settings by the user
public record SidecarConfig(
    PodIdentity pod,
    Workload workload,
    String lease,
    String container,
    Limits limits,
    SidecarSettings settings) {
  public SidecarConfig {
    requireNonNull(pod, "pod is null");
    requireNonNull(workload, "workload is null");
    requireNonNull(lease, "lease is null");
    requireNonNull(container, "container is null");
    requireNonNull(limits, "limits is null");
    requireNonNull(settings, "settings is null");
  }

  /// Reads an environment; bad and missing variables are among the problems.
  public static Parsed<SidecarConfig> fromEnv(Map<String, String> env) {
    var reader = new SettingsReader(SettingsSource.env(env));
    var pod =
        new PodIdentity(
            reader.required(IdentityVariable.NAMESPACE),
            reader.required(IdentityVariable.POD_NAME),
            reader.read(IdentityVariable.POD_UID),
            reader.read(IdentityVariable.NODE_NAME));
    var workload = workload(reader);
    var container = reader.required(SidecarSetting.CONTAINER);
    var limits =
        new Limits(
            reader.optional(IdentityVariable.CPU_LIMIT_MILLICORES).orElse(null),
            reader.optional(IdentityVariable.MEMORY_LIMIT_BYTES).orElse(null));
    var lease = reader.read(IdentityVariable.SHED_LEASE);
    var settings = SidecarSettings.read(reader);
    var config =
        new SidecarConfig(
            pod,
            workload,
            lease.isEmpty() && workload.known() ? workload.resourceName() : lease,
            container,
            limits,
            settings);
    return new Parsed<>(config, reader.problems(), settings.warnings());
  }

  /// The names of all variables that [#fromEnv] reads.
  public static List<String> variables() {
    return Stream.of(SidecarSetting.ALL, IdentityVariable.ALL)
        .flatMap(settings -> settings.stream().map(Setting::env))
        .toList();
  }

  private static Workload workload(SettingsReader reader) {
    var name = reader.read(IdentityVariable.DEPLOYMENT_NAME);
    var kind = reader.read(IdentityVariable.OWNER_KIND);
    var api = reader.optional(IdentityVariable.OWNER_API).orElse(null);
    if (name.isEmpty()) {
      return Workload.NONE;
    }
    return new Workload(kind.isEmpty() ? "Deployment" : kind, name, api);
  }
}
