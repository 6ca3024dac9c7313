package io.metricssidecar.contract.settings;

import io.metricssidecar.contract.Annotations;

/// What a user can set on the running sidecar: the annotation on the pod template and the
/// environment variable that the webhook makes of it. README's tables are compared with this list
/// by a test.
public enum Setting {
  CONTAINER("container", "CONTAINER_NAME", ""),
  CPU_THRESHOLD("cpu-threshold-percent", "RESOURCE_THRESHOLD_CPU_PERCENT", "80"),
  MEMORY_THRESHOLD("memory-threshold-percent", "RESOURCE_THRESHOLD_MEMORY_PERCENT", "80"),
  CPU_RECOVERY("cpu-recovery-percent", "RECOVERY_CPU_PERCENT", ""),
  MEMORY_RECOVERY("memory-recovery-percent", "RECOVERY_MEMORY_PERCENT", ""),
  OVERLOAD_WHEN("overload-when", "OVERLOAD_WHEN", "both"),
  MINIMUM_PODS("minimum-pods-percent", "MINIMUM_PODS_TO_KEEP_PERCENT", "50"),
  MODE("mode", "SHED_MODE", "auto"),
  GUARD("guard", "SHED_GUARD", "redistribute"),
  MAX_SHED("max-shed", "MAX_SHED", ""),
  PER_ZONE_FLOOR("per-zone-floor", "PER_ZONE_FLOOR", "false"),
  POLL_INTERVAL("poll-interval", "POLL_INTERVAL", "15s"),
  WARM_UP("warm-up", "WARM_UP", "300s"),
  PORT("port", "HTTP_PORT", "8333"),
  LOG_LEVEL("log-level", "LOG_LEVEL", "info"),
  PROBE_INITIAL_DELAY("probe-initial-delay-seconds", "PROBE_INITIAL_DELAY_SECONDS", "0"),
  PROBE_PERIOD("probe-period-seconds", "PROBE_PERIOD_SECONDS", "5"),
  PROBE_TIMEOUT("probe-timeout-seconds", "PROBE_TIMEOUT_SECONDS", "1"),
  PROBE_FAILURE_THRESHOLD("probe-failure-threshold", "PROBE_FAILURE_THRESHOLD", "2"),
  PROBE_SUCCESS_THRESHOLD("probe-success-threshold", "PROBE_SUCCESS_THRESHOLD", "1");

  private final String annotation;
  private final String env;
  private final String defaultText;

  Setting(String annotation, String env, String defaultText) {
    this.annotation = Annotations.PREFIX + annotation;
    this.env = env;
    this.defaultText = defaultText;
  }

  /// The annotation key, with prefix.
  public String annotation() {
    return annotation;
  }

  /// The environment variable.
  public String env() {
    return env;
  }

  /// The default as a user would write it; empty where it follows from something else.
  public String defaultText() {
    return defaultText;
  }
}
