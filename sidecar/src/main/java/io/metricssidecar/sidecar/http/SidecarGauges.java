package io.metricssidecar.sidecar.http;

import io.metricssidecar.contract.exposition.Metric;
import io.metricssidecar.contract.exposition.Metric.Gauge;
import io.metricssidecar.contract.exposition.Metric.Sample;
import io.metricssidecar.contract.exposition.MetricNames;
import io.metricssidecar.contract.settings.Build;
import io.metricssidecar.contract.sidecar.Thresholds;
import io.metricssidecar.sidecar.loop.Snapshot;
import io.metricssidecar.sidecar.telemetry.SidecarCounters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All metrics of a sidecar at one moment. What is not known is NaN, never 0.
public final class SidecarGauges {
  private static final List<String> STATES =
      List.of(
          "WARMUP", "ACTIVE", "UNKNOWN", "HOT", "SHEDDING", "RECOVERING", "COOLDOWN", "DISABLED");

  private final Snapshot snapshot;
  private final Duration now;
  private final Map<String, String> common;

  private SidecarGauges(Snapshot snapshot, Duration now) {
    this.snapshot = snapshot;
    this.now = now;
    common = commonLabels(snapshot);
  }

  /// Labels of every series of this process.
  public static Map<String, String> commonLabels(Snapshot snapshot) {
    return Map.of(
        "workload", snapshot.config().workload().name(),
        "target_container", snapshot.config().container());
  }

  /// Gauges of the snapshot and all that was counted.
  static List<Metric> of(Snapshot snapshot, SidecarCounters meters, Duration now) {
    var all = new ArrayList<>(new SidecarGauges(snapshot, now).gauges());
    all.addAll(meters.metrics());
    return all;
  }

  private List<Metric> gauges() {
    var sample = snapshot.facts().sample();
    var workload = snapshot.facts().workload();
    var limits = snapshot.facts().limits();
    return List.of(
        new Gauge(
            MetricNames.STATE,
            "1 for the state the sidecar is in.",
            STATES.stream()
                .map(
                    state ->
                        sample(
                            Map.of("state", state),
                            state.equals(snapshot.state().phase().label()) ? 1 : 0))
                .toList()),
        gauge(
            MetricNames.SHEDDING,
            "1 while the probe is answered with 400.",
            snapshot.state().shedding() ? 1 : 0),
        new Gauge(
            MetricNames.UTILIZATION,
            "Use of the measured container, as a ratio of its limit.",
            List.of(
                sample(Map.of("resource", "cpu"), known(utilization("cpu"))),
                sample(Map.of("resource", "memory"), known(utilization("memory"))))),
        gauge(
            MetricNames.CPU_USAGE,
            "CPU the measured container uses.",
            sample == null ? Double.NaN : sample.usage().cpuCores()),
        gauge(
            MetricNames.MEMORY_WORKING_SET,
            "Working set of the measured container.",
            sample == null ? Double.NaN : sample.usage().memoryBytes()),
        gauge(
            MetricNames.CPU_LIMIT,
            "CPU limit of the measured container.",
            limits.cpuMillicores() == null ? Double.NaN : limits.cpuMillicores() / 1000.0),
        gauge(
            MetricNames.MEMORY_LIMIT,
            "Memory limit of the measured container.",
            known(limits.memoryBytes())),
        thresholds(),
        gauge(
            MetricNames.SAMPLE_AGE,
            "Seconds since the last new sample arrived.",
            known(HealthDocument.sampleAge(snapshot, now))),
        gauge(
            MetricNames.SAMPLE_WINDOW,
            "Seconds over which the last sample was averaged.",
            sample == null ? Double.NaN : sample.window().toMillis() / 1000.0),
        new Gauge(
            MetricNames.SOURCE_INFO,
            "Where samples come from.",
            List.of(
                sample(
                    Map.of("source", "metrics.k8s.io", "api_version", snapshot.apiVersion()), 1))),
        gauge(
            MetricNames.BUDGET_SLOTS,
            "How many pods of the workload may be out.",
            known(HealthDocument.slots(snapshot))),
        gauge(
            MetricNames.BUDGET_HOLDERS,
            "How many pods hold a slot.",
            known(snapshot.budget().holders())),
        gauge(
            MetricNames.WORKLOAD_READY_ENDPOINTS,
            "Ready endpoints of the Service with the fewest.",
            known(snapshot.budget().readyEndpoints())),
        gauge(
            MetricNames.PROJECTED_UTILIZATION,
            "Use of the others' limits if this pod left.",
            known(snapshot.budget().projected())),
        gauge(
            MetricNames.WORKLOAD_REPLICAS,
            "Desired pods of the workload.",
            workload == null ? Double.NaN : workload.desired()),
        gauge(
            MetricNames.WORKLOAD_AVAILABLE,
            "Available pods of the workload.",
            workload == null ? Double.NaN : workload.available()),
        gauge(
            MetricNames.CONFIG_VALID,
            "0 where the configuration has problems.",
            snapshot.configProblems().isEmpty() ? 1 : 0),
        new Gauge(
            MetricNames.BUILD_INFO,
            "Which build this is.",
            List.of(sample(Map.of("version", Build.version(SidecarGauges.class)), 1))));
  }

  private Metric thresholds() {
    var settings = snapshot.config().settings();
    return new Gauge(
        MetricNames.THRESHOLD,
        "The user's marks, as ratios of the limit.",
        List.of(
            threshold("cpu", "threshold", settings.cpu()),
            threshold("cpu", "recovery", settings.cpu()),
            threshold("memory", "threshold", settings.memory()),
            threshold("memory", "recovery", settings.memory())));
  }

  private Sample threshold(String resource, String level, Thresholds mark) {
    var percent = level.equals("threshold") ? mark.threshold() : mark.recovery();
    return sample(Map.of("resource", resource, "level", level), percent.ratio());
  }

  private @Nullable Double utilization(String resource) {
    var use = snapshot.facts().utilization();
    if (use == null) {
      return null;
    }
    return resource.equals("cpu") ? use.cpu() : use.memory();
  }

  private Gauge gauge(String name, String help, double value) {
    return new Gauge(name, help, List.of(sample(Map.of(), value)));
  }

  private Sample sample(Map<String, String> labels, double value) {
    var merged = new HashMap<>(common);
    merged.putAll(labels);
    return new Sample(merged, value);
  }

  private static double known(@Nullable Number value) {
    return value == null ? Double.NaN : value.doubleValue();
  }
}
