package io.metricssidecar.contract.sidecar;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.settings.Parsed;
import io.metricssidecar.contract.settings.Problem;
import io.metricssidecar.contract.settings.Setting;
import io.metricssidecar.contract.settings.SettingsSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The whole configuration of one sidecar. The webhook writes it as environment variables, the
/// sidecar reads it back: `fromEnv(config.toEnv()).value()` equals `config`.
///
/// @param pod which pod this is
/// @param workload who owns the pod's siblings
/// @param lease name of the workload's budget Lease
/// @param container that is measured
/// @param limits of that container
/// @param settings what the user has set
public record SidecarConfig(
    PodIdentity pod,
    Workload workload,
    String lease,
    String container,
    Limits limits,
    SidecarSettings settings) {
  /// Namespace of the pod.
  public static final String NAMESPACE = "NAMESPACE";

  /// Name of the pod.
  public static final String POD_NAME = "POD_NAME";

  /// UID of the pod.
  public static final String POD_UID = "POD_UID";

  /// Node of the pod.
  public static final String NODE_NAME = "NODE_NAME";

  /// Name of the owner; the original's name for it, whatever the owner's kind.
  public static final String DEPLOYMENT_NAME = "DEPLOYMENT_NAME";

  /// Kind of the owner; `Deployment` where only the name is given, as in the original.
  public static final String OWNER_KIND = "OWNER_KIND";

  /// CPU limit of the measured container in thousandths of a core; absent where it has none.
  public static final String CPU_LIMIT_MILLICORES = "CPU_LIMIT_MILLICORES";

  /// Memory limit of the measured container in bytes; absent where it has none.
  public static final String MEMORY_LIMIT_BYTES = "MEMORY_LIMIT_BYTES";

  /// Name of the workload's budget Lease.
  public static final String SHED_LEASE = "SHED_LEASE";

  /// Every variable that is not a [Setting].
  public static final List<String> IDENTITY_VARIABLES =
      List.of(
          NAMESPACE,
          POD_NAME,
          POD_UID,
          NODE_NAME,
          DEPLOYMENT_NAME,
          OWNER_KIND,
          CPU_LIMIT_MILLICORES,
          MEMORY_LIMIT_BYTES,
          SHED_LEASE);

  public SidecarConfig {
    requireNonNull(pod, "pod is null");
    requireNonNull(workload, "workload is null");
    requireNonNull(lease, "lease is null");
    requireNonNull(container, "container is null");
    requireNonNull(limits, "limits is null");
    requireNonNull(settings, "settings is null");
  }

  /// Reads an environment; bad and missing variables are all in the result's problems.
  public static Parsed<SidecarConfig> fromEnv(Map<String, String> env) {
    var problems = new ArrayList<Problem>();
    var pod =
        new PodIdentity(
            required(env, NAMESPACE, "the namespace of the pod", problems),
            required(env, POD_NAME, "the name of the pod", problems),
            text(env, POD_UID),
            text(env, NODE_NAME));
    var workload = workload(env);
    var container =
        required(env, Setting.CONTAINER.env(), "the name of the measured container", problems);
    var limits =
        new Limits(
            positive(env, CPU_LIMIT_MILLICORES, problems),
            positive(env, MEMORY_LIMIT_BYTES, problems));
    var settings = SidecarSettings.read(SettingsSource.env(env));
    problems.addAll(settings.problems());
    var lease = text(env, SHED_LEASE);
    var config =
        new SidecarConfig(
            pod,
            workload,
            lease.isEmpty() && workload.known() ? workload.resourceName() : lease,
            container,
            limits,
            settings.value());
    return new Parsed<>(config, problems, settings.warnings());
  }

  /// The environment that [#fromEnv] reads back to an equal value.
  public Map<String, String> toEnv() {
    var env = new LinkedHashMap<String, String>();
    put(env, NAMESPACE, pod.namespace());
    put(env, POD_NAME, pod.name());
    put(env, POD_UID, pod.uid());
    put(env, NODE_NAME, pod.node());
    put(env, OWNER_KIND, workload.kind());
    put(env, DEPLOYMENT_NAME, workload.name());
    put(env, SHED_LEASE, lease);
    put(env, Setting.CONTAINER.env(), container);
    put(env, CPU_LIMIT_MILLICORES, limits.cpuMillicores());
    put(env, MEMORY_LIMIT_BYTES, limits.memoryBytes());
    env.putAll(settings.toEnv());
    return env;
  }

  private static void put(Map<String, String> env, String name, @Nullable Object value) {
    if (value != null && !value.toString().isEmpty()) {
      env.put(name, value.toString());
    }
  }

  private static Workload workload(Map<String, String> env) {
    var name = text(env, DEPLOYMENT_NAME);
    var kind = text(env, OWNER_KIND);
    if (name.isEmpty()) {
      return Workload.NONE;
    }
    return new Workload(kind.isEmpty() ? "Deployment" : kind, name);
  }

  private static String text(Map<String, String> env, String name) {
    return env.getOrDefault(name, "").strip();
  }

  private static String required(
      Map<String, String> env, String name, String expected, List<Problem> problems) {
    var text = text(env, name);
    if (text.isEmpty()) {
      problems.add(new Problem(name, null, expected));
    }
    return text;
  }

  private static @Nullable Long positive(
      Map<String, String> env, String name, List<Problem> problems) {
    var text = text(env, name);
    if (text.isEmpty()) {
      return null;
    }
    if (text.matches("[1-9]\\d{0,17}")) {
      return Long.valueOf(text);
    }
    problems.add(new Problem(name, text, "a whole number greater than 0"));
    return null;
  }
}
