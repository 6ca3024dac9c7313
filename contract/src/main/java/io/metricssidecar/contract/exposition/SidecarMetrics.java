package io.metricssidecar.contract.exposition;

import static io.metricssidecar.contract.exposition.MetricFamily.Type.COUNTER;
import static io.metricssidecar.contract.exposition.MetricFamily.Type.GAUGE;
import static io.metricssidecar.contract.exposition.MetricFamily.Type.HISTOGRAM;

import io.metricssidecar.contract.exposition.MetricFamily.Exporter;
import java.util.ArrayList;
import java.util.List;

/// The metrics of a sidecar, which describe its pod and the workload's budget.
public final class SidecarMetrics {
  /// Filled by the declarations below, in their order.
  private static final List<MetricFamily> DECLARED = new ArrayList<>();

  public static final MetricFamily STATE =
      sidecar(GAUGE, "state", "1 for the current state, else 0.", "state");
  public static final MetricFamily SHEDDING =
      sidecar(GAUGE, "shedding", "1 while the probe is answered with 400, else 0.");
  public static final MetricFamily UTILIZATION =
      sidecar(
          GAUGE,
          "utilization_ratio",
          "Utilization of the measured container, as a ratio of its limit.",
          "resource");
  public static final MetricFamily CPU_USAGE =
      sidecar(GAUGE, "cpu_usage_cores", "CPU usage of the measured container in cores.");
  public static final MetricFamily MEMORY_WORKING_SET =
      sidecar(
          GAUGE,
          "memory_working_set_bytes",
          "Memory working set of the measured container in bytes.");
  public static final MetricFamily CPU_LIMIT =
      sidecar(GAUGE, "limit_cpu_cores", "CPU limit of the measured container in cores.");
  public static final MetricFamily MEMORY_LIMIT =
      sidecar(GAUGE, "limit_memory_bytes", "Memory limit of the measured container in bytes.");
  public static final MetricFamily THRESHOLD =
      sidecar(
          GAUGE,
          "threshold_ratio",
          "Configured thresholds, as ratios of the limit.",
          "resource",
          "level");
  public static final MetricFamily SAMPLE_AGE =
      sidecar(GAUGE, "sample_age_seconds", "Seconds since the last new sample arrived.");
  public static final MetricFamily SAMPLE_WINDOW =
      sidecar(GAUGE, "sample_window_seconds", "Seconds over which the last sample was averaged.");
  public static final MetricFamily SOURCE_INFO =
      sidecar(GAUGE, "source_info", "Source of the samples.", "source", "api_version");
  public static final MetricFamily BUDGET_SLOTS =
      sidecar(
          GAUGE,
          "budget_slots",
          "Slots of the budget, as read in the last minute, else by the replicas as last read.");
  public static final MetricFamily BUDGET_HOLDERS =
      sidecar(GAUGE, "budget_holders", "Pods that hold a slot, as read in the last minute.");
  public static final MetricFamily PAUSED =
      sidecar(
          GAUGE,
          "paused",
          "1 while shedding is paused for the workload, else 0; a pod that needs no slot reads it"
              + " every five minutes.");
  public static final MetricFamily WORKLOAD_READY_ENDPOINTS =
      sidecar(
          GAUGE,
          "workload_ready_endpoints",
          "Ready endpoints of the Service with the fewest, as read in the last minute.");
  public static final MetricFamily PROJECTED_UTILIZATION =
      sidecar(
          GAUGE,
          "projected_utilization_ratio",
          "Projected mean utilization of the other pods if this pod were shed, as read in the last"
              + " minute.");
  public static final MetricFamily WORKLOAD_REPLICAS =
      sidecar(GAUGE, "workload_replicas", "Desired pods of the workload.");
  public static final MetricFamily WORKLOAD_AVAILABLE =
      sidecar(GAUGE, "workload_available_replicas", "Available pods of the workload.");
  public static final MetricFamily WORKLOAD_AGE =
      sidecar(
          GAUGE,
          "workload_age_seconds",
          "Seconds since the workload's replicas were read: every five minutes while all is calm.");
  public static final MetricFamily CONFIG_VALID =
      sidecar(GAUGE, "config_valid", "1 if the configuration is valid, else 0.");
  public static final MetricFamily BUILD_INFO =
      sidecar(GAUGE, "build_info", "Build information.", "version");
  public static final MetricFamily TRANSITIONS =
      sidecar(COUNTER, "transitions", "Changes of state, by reason.", "from", "to", "reason");
  public static final MetricFamily SAMPLES =
      sidecar(COUNTER, "samples", "Polls of the metrics API, by outcome.", "result");
  public static final MetricFamily BUDGET_ATTEMPTS =
      sidecar(COUNTER, "budget_attempts", "Attempts to acquire a slot, by result.", "result");
  public static final MetricFamily API_REQUESTS =
      sidecar(
          COUNTER,
          "api_requests",
          "Requests to the API server, by verb, resource and status code.",
          "verb",
          "resource",
          "code");
  public static final MetricFamily PROBE_REQUESTS =
      sidecar(
          COUNTER,
          "probe_requests",
          "Requests to the sidecar, by endpoint and status code.",
          "endpoint",
          "code");
  public static final MetricFamily PROBE_DURATION =
      sidecar(
          HISTOGRAM,
          "probe_duration_seconds",
          "Duration of requests to the sidecar in seconds.",
          "endpoint");
  public static final MetricFamily API_REQUEST_DURATION =
      sidecar(
          HISTOGRAM,
          "api_request_duration_seconds",
          "Duration of requests to the API server in seconds.",
          "verb",
          "resource");
  public static final MetricFamily SHED_INEFFECTIVE =
      sidecar(COUNTER, "shed_ineffective", "Sheds that ended because they did not lower the load.");
  public static final MetricFamily SHED_DURATION =
      sidecar(HISTOGRAM, "shed_duration_seconds", "Duration of sheds in seconds.");

  /// All of them, in the order of the document.
  static final List<MetricFamily> ALL = List.copyOf(DECLARED);

  private static MetricFamily sidecar(
      MetricFamily.Type type, String name, String help, String... labels) {
    var family =
        new MetricFamily(Exporter.SIDECAR, type, "metrics_sidecar_" + name, help, List.of(labels));
    DECLARED.add(family);
    return family;
  }

  private SidecarMetrics() {}
}
