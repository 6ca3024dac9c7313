package io.metricssidecar.contract.exposition;

/// Names of the metrics that a sidecar exports; dashboards, rules and autoscalers refer to them.
/// Counters stand here without `_total`.
public final class MetricNames {
  private static final String PREFIX = "metrics_sidecar_";

  public static final String STATE = PREFIX + "state";
  public static final String SHEDDING = PREFIX + "shedding";
  public static final String TRANSITIONS = PREFIX + "transitions";
  public static final String SHED_DURATION = PREFIX + "shed_duration_seconds";
  public static final String UTILIZATION = PREFIX + "utilization_ratio";
  public static final String CPU_USAGE = PREFIX + "cpu_usage_cores";
  public static final String MEMORY_WORKING_SET = PREFIX + "memory_working_set_bytes";
  public static final String CPU_LIMIT = PREFIX + "limit_cpu_cores";
  public static final String MEMORY_LIMIT = PREFIX + "limit_memory_bytes";
  public static final String THRESHOLD = PREFIX + "threshold_ratio";
  public static final String SAMPLE_AGE = PREFIX + "sample_age_seconds";
  public static final String SAMPLE_WINDOW = PREFIX + "sample_window_seconds";
  public static final String SAMPLES = PREFIX + "samples";
  public static final String SOURCE_INFO = PREFIX + "source_info";
  public static final String BUDGET_SLOTS = PREFIX + "budget_slots";
  public static final String SHED_INEFFECTIVE = PREFIX + "shed_ineffective";
  public static final String BUDGET_HOLDERS = PREFIX + "budget_holders";
  public static final String WORKLOAD_READY_ENDPOINTS = PREFIX + "workload_ready_endpoints";
  public static final String PROJECTED_UTILIZATION = PREFIX + "projected_utilization_ratio";
  public static final String BUDGET_ATTEMPTS = PREFIX + "budget_attempts";
  public static final String WORKLOAD_REPLICAS = PREFIX + "workload_replicas";
  public static final String WORKLOAD_AVAILABLE = PREFIX + "workload_available_replicas";
  public static final String API_REQUESTS = PREFIX + "api_requests";
  public static final String API_REQUEST_DURATION = PREFIX + "api_request_duration_seconds";
  public static final String PROBE_REQUESTS = PREFIX + "probe_requests";
  public static final String PROBE_DURATION = PREFIX + "probe_duration_seconds";
  public static final String CONFIG_VALID = PREFIX + "config_valid";
  public static final String BUILD_INFO = PREFIX + "build_info";

  private MetricNames() {}
}
