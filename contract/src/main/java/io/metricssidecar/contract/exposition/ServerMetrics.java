package io.metricssidecar.contract.exposition;

import static io.metricssidecar.contract.exposition.MetricFamily.Type.COUNTER;
import static io.metricssidecar.contract.exposition.MetricFamily.Type.GAUGE;
import static io.metricssidecar.contract.exposition.MetricFamily.Type.HISTOGRAM;

import io.metricssidecar.contract.exposition.MetricFamily.Exporter;
import java.util.ArrayList;
import java.util.List;

/// The metrics of the webhook and of the controller. All names have the webhook's prefix:
/// dashboards and alerts know them with it.
public final class ServerMetrics {
  /// Filled by the declarations below, in their order.
  private static final List<MetricFamily> DECLARED = new ArrayList<>();

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
  public static final MetricFamily LEASES_PAUSED =
      controller(GAUGE, "budget_leases_paused", "Workloads whose shedding is paused.");
  public static final MetricFamily LEASES_UNREADABLE =
      controller(
          GAUGE,
          "budget_leases_unreadable",
          "Budget Leases of an unknown format, which are not changed; their pods do not shed.");
  public static final MetricFamily DEAD_HOLDERS_REMOVED =
      controller(
          COUNTER,
          "budget_dead_holders_removed",
          "Slots freed by this replica because their pods were gone or being deleted.");
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

  /// All of them, in the order of the document.
  static final List<MetricFamily> ALL = List.copyOf(DECLARED);

  private static MetricFamily webhook(
      MetricFamily.Type type, String name, String help, String... labels) {
    return declare(Exporter.WEBHOOK, type, name, help, labels);
  }

  private static MetricFamily controller(
      MetricFamily.Type type, String name, String help, String... labels) {
    return declare(Exporter.CONTROLLER, type, name, help, labels);
  }

  private static MetricFamily both(
      MetricFamily.Type type, String name, String help, String... labels) {
    return declare(Exporter.BOTH, type, name, help, labels);
  }

  private static MetricFamily declare(
      Exporter exporter, MetricFamily.Type type, String name, String help, String... labels) {
    var family =
        new MetricFamily(exporter, type, "metrics_sidecar_webhook_" + name, help, List.of(labels));
    DECLARED.add(family);
    return family;
  }

  private ServerMetrics() {}
}
