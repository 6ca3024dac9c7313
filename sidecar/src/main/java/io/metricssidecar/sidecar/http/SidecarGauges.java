package io.metricssidecar.sidecar.http;

import io.metricssidecar.contract.exposition.Metric;
import io.metricssidecar.contract.exposition.Metric.Gauge;
import io.metricssidecar.contract.exposition.Metric.Sample;
import io.metricssidecar.contract.exposition.MetricNames;
import io.metricssidecar.contract.process.Build;
import io.metricssidecar.contract.settings.Percent;
import io.metricssidecar.decision.overload.Phase;
import io.metricssidecar.sidecar.loop.Snapshot;
import io.metricssidecar.sidecar.telemetry.SidecarCounters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The gauges of a sidecar at one moment. An unknown value is NaN, never 0.
public final class SidecarGauges {
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

  /// The gauges of the snapshot, and all counters.
  static List<Metric> of(Snapshot snapshot, SidecarCounters counters, Duration now) {
    var all = new ArrayList<>(new SidecarGauges(snapshot, now).gauges());
    all.addAll(counters.metrics());
    return all;
  }

  private List<Metric> gauges() {
    var sample = snapshot.observations().polls().sample();
    var workload = snapshot.observations().workload();
    var limits = snapshot.observations().limits();
    return List.of(
        new Gauge(
            MetricNames.STATE,
            "1 for the current state, else 0.",
            Stream.of(Phase.Kind.values())
                .map(
                    state ->
                        sample(
                            Map.of("state", state.name()),
                            state == snapshot.state().phase().kind() ? 1 : 0))
                .toList()),
        gauge(
            MetricNames.SHEDDING,
            "1 while the probe is answered with 400, else 0.",
            snapshot.state().shedding() ? 1 : 0),
        new Gauge(
            MetricNames.UTILIZATION,
            "Utilization of the measured container, as a ratio of its limit.",
            Stream.of(Resource.values())
                .map(
                    resource ->
                        sample(
                            Map.of("resource", resource.label()),
                            known(resource.of(snapshot.observations().polls().utilization()))))
                .toList()),
        gauge(
            MetricNames.CPU_USAGE,
            "CPU usage of the measured container in cores.",
            sample == null ? Double.NaN : sample.cpuCores()),
        gauge(
            MetricNames.MEMORY_WORKING_SET,
            "Memory working set of the measured container in bytes.",
            sample == null ? Double.NaN : sample.memoryBytes()),
        gauge(
            MetricNames.CPU_LIMIT,
            "CPU limit of the measured container in cores.",
            limits.cpuMillicores() == null ? Double.NaN : limits.cpuMillicores() / 1000.0),
        gauge(
            MetricNames.MEMORY_LIMIT,
            "Memory limit of the measured container in bytes.",
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
            "Source of the samples.",
            List.of(
                sample(
                    Map.of("source", "metrics.k8s.io", "api_version", snapshot.apiVersion()), 1))),
        gauge(
            MetricNames.BUDGET_SLOTS,
            "Slots of the budget: pods of the workload that may be out.",
            known(HealthDocument.slots(snapshot))),
        gauge(
            MetricNames.BUDGET_HOLDERS,
            "Pods that hold a slot.",
            known(snapshot.budget().holders())),
        gauge(
            MetricNames.WORKLOAD_READY_ENDPOINTS,
            "Ready endpoints of the Service with the fewest.",
            known(snapshot.budget().readyEndpoints())),
        gauge(
            MetricNames.PROJECTED_UTILIZATION,
            "Projected mean utilization of the other pods if this pod were shed.",
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
            "1 if the configuration is valid, else 0.",
            snapshot.configProblems().isEmpty() ? 1 : 0),
        new Gauge(
            MetricNames.BUILD_INFO,
            "Build information.",
            List.of(sample(Map.of("version", Build.version(SidecarGauges.class)), 1))));
  }

  private Metric thresholds() {
    var samples = new ArrayList<Sample>();
    for (var resource : Resource.values()) {
      var thresholds = resource.thresholds(snapshot.config().settings());
      samples.add(threshold(resource, "threshold", thresholds.threshold()));
      samples.add(threshold(resource, "recovery", thresholds.recovery()));
    }
    return new Gauge(
        MetricNames.THRESHOLD, "Configured thresholds, as ratios of the limit.", samples);
  }

  private Sample threshold(Resource resource, String level, Percent percent) {
    return sample(Map.of("resource", resource.label(), "level", level), percent.ratio());
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
