package io.metricssidecar.contract.exposition;

import static io.metricssidecar.contract.exposition.MetricFamily.Type.COUNTER;
import static io.metricssidecar.contract.exposition.MetricFamily.Type.GAUGE;
import static io.metricssidecar.contract.exposition.MetricFamily.Type.HISTOGRAM;

import io.metricssidecar.contract.exposition.MetricFamily.Exporter;
import java.util.ArrayList;
import java.util.List;

/// The catalogue of all metrics of the sidecar, the webhook and the controller. Dashboards, alerts
/// and autoscalers refer to their names and labels. `docs/metrics.md` has the same table.
public final class MetricCatalog {
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
      sidecar(GAUGE, "budget_slots", "Slots of the budget: pods of the workload that may be out.");
  public static final MetricFamily BUDGET_HOLDERS =
      sidecar(GAUGE, "budget_holders", "Pods that hold a slot.");
  public static final MetricFamily WORKLOAD_READY_ENDPOINTS =
      sidecar(GAUGE, "workload_ready_endpoints", "Ready endpoints of the Service with the fewest.");
  public static final MetricFamily PROJECTED_UTILIZATION =
      sidecar(
          GAUGE,
          "projected_utilization_ratio",
          "Projected mean utilization of the other pods if this pod were shed.");
  public static final MetricFamily WORKLOAD_REPLICAS =
      sidecar(GAUGE, "workload_replicas", "Desired pods of the workload.");
  public static final MetricFamily WORKLOAD_AVAILABLE =
      sidecar(GAUGE, "workload_available_replicas", "Available pods of the workload.");
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

  public static final MetricFamily ADMISSIONS =
      webhook(
          COUNTER,
          "admissions",
          "Admission reviews answered, by result and reason.",
          "result",
          "reason");
  public static final MetricFamily ADMISSION_DURATION =
      webhook(
          HISTOGRAM,
          "admission_duration_seconds",
          "Seconds from the header of a review to its answer.");
  public static final MetricFamily ANNOTATION_PROBLEMS =
      webhook(COUNTER, "annotation_problems", "Invalid annotations encountered.", "annotation");
  public static final MetricFamily BAD_REQUESTS =
      webhook(COUNTER, "bad_requests", "Requests that were not valid reviews.", "code");
  public static final MetricFamily CERT_NOT_AFTER =
      webhook(
          GAUGE,
          "cert_not_after_seconds",
          "Expiry of the serving certificate, in seconds since 1970.");
  public static final MetricFamily CA_BUNDLE_IN_SYNC =
      webhook(
          GAUGE,
          "ca_bundle_in_sync",
          "1 while the webhook configuration trusts the serving certificate, else 0.");
  public static final MetricFamily SECRET_USABLE =
      webhook(GAUGE, "secret_usable", "1 while the Secret holds a usable certificate, else 0.");
  public static final MetricFamily CA_BUNDLE_WRITES =
      webhook(COUNTER, "ca_bundle_writes", "Writes of the caBundle by this replica.");
  public static final MetricFamily CA_BUNDLE_FOREIGN_AUTHORITIES =
      webhook(
          GAUGE,
          "ca_bundle_foreign_authorities",
          "Authorities in the caBundle that the Secret does not name.");

  public static final MetricFamily ACCESS_OBJECTS =
      controller(GAUGE, "access_objects", "Objects that give sidecars access.", "kind");
  public static final MetricFamily ACCESS_UNRESOLVED_OWNERS =
      controller(
          GAUGE,
          "access_unresolved_owners",
          "Owners that pods with sidecars name and that give them no access, by reason.",
          "reason");
  public static final MetricFamily ACCESS_CONFLICTS =
      controller(
          GAUGE,
          "access_conflicts",
          "Names of access objects that other objects have; their workloads' pods do not shed.");
  public static final MetricFamily LEASE_HOLDERS =
      controller(GAUGE, "budget_holders", "Slots taken across all budget Leases.");
  public static final MetricFamily LEASE_SLOTS =
      controller(GAUGE, "budget_slots", "Slots available across all budget Leases.");
  public static final MetricFamily LEASES_UNREADABLE =
      controller(
          GAUGE,
          "budget_leases_unreadable",
          "Budget Leases of an unknown format, which are not changed; their pods do not shed.");
  public static final MetricFamily DEAD_HOLDERS_REMOVED =
      controller(
          COUNTER,
          "budget_dead_holders_removed",
          "Slots freed by this replica because their pods were gone.");
  public static final MetricFamily PODS_WITHOUT_SIDECAR =
      controller(
          GAUGE,
          "annotated_pods_without_sidecar",
          "Pods that opted in and have no sidecar: missed by the webhook, or undecided.",
          "reason");
  public static final MetricFamily MISSED_PODS_EVICTED =
      controller(
          COUNTER,
          "missed_pods_evicted",
          "Evictions of missed pods, by result: evicted or refused.",
          "result");

  public static final MetricFamily LOOP_RUNS =
      both(
          COUNTER,
          "loop_runs",
          "Runs of background loops, by result: success or failure.",
          "loop",
          "result");
  public static final MetricFamily LOOP_LAST_SUCCESS =
      both(
          GAUGE,
          "loop_last_success_timestamp_seconds",
          "End of the last successful run of a background loop, in seconds since 1970.",
          "loop");
  public static final MetricFamily WATCH_UP =
      both(
          GAUGE,
          "watch_up",
          "1 while watched objects are known and their changes arrive, else 0.",
          "objects");

  /// All families, in the order of the document.
  public static final List<MetricFamily> ALL = List.copyOf(DECLARED);

  /// The families of one process.
  public static List<MetricFamily> of(Exporter exporter) {
    return ALL.stream().filter(family -> family.exporter().includes(exporter)).toList();
  }

  private static MetricFamily sidecar(
      MetricFamily.Type type, String name, String help, String... labels) {
    return declare(
        new MetricFamily(Exporter.SIDECAR, type, "metrics_sidecar_" + name, help, List.of(labels)));
  }

  private static MetricFamily webhook(
      MetricFamily.Type type, String name, String help, String... labels) {
    return declare(
        new MetricFamily(
            Exporter.WEBHOOK, type, "metrics_sidecar_webhook_" + name, help, List.of(labels)));
  }

  /// The prefix is the webhook's: dashboards and alerts know the names with it.
  private static MetricFamily controller(
      MetricFamily.Type type, String name, String help, String... labels) {
    return declare(
        new MetricFamily(
            Exporter.CONTROLLER, type, "metrics_sidecar_webhook_" + name, help, List.of(labels)));
  }

  private static MetricFamily both(
      MetricFamily.Type type, String name, String help, String... labels) {
    return declare(
        new MetricFamily(
            Exporter.BOTH, type, "metrics_sidecar_webhook_" + name, help, List.of(labels)));
  }

  private static MetricFamily declare(MetricFamily family) {
    DECLARED.add(family);
    return family;
  }

  private MetricCatalog() {}
}
