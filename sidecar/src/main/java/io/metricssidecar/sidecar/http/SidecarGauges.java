package io.metricssidecar.sidecar.http;

import io.metricssidecar.contract.exposition.Metric;
import io.metricssidecar.contract.exposition.Metric.Sample;
import io.metricssidecar.contract.exposition.MetricFamily;
import io.metricssidecar.contract.exposition.SidecarMetrics;
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
        SidecarMetrics.STATE.gauge(
            Stream.of(Phase.Kind.values())
                .map(
                    state ->
                        sample(
                            Map.of("state", state.name()),
                            state == snapshot.state().phase().kind() ? 1 : 0))
                .toList()),
        gauge(SidecarMetrics.SHEDDING, snapshot.answer(now) == Snapshot.Answer.SHED ? 1 : 0),
        SidecarMetrics.UTILIZATION.gauge(
            Stream.of(Resource.values())
                .map(
                    resource ->
                        sample(
                            Map.of("resource", resource.label()),
                            known(resource.of(snapshot.observations().polls().utilization()))))
                .toList()),
        gauge(SidecarMetrics.CPU_USAGE, sample == null ? Double.NaN : sample.cpuCores()),
        gauge(
            SidecarMetrics.MEMORY_WORKING_SET, sample == null ? Double.NaN : sample.memoryBytes()),
        gauge(
            SidecarMetrics.CPU_LIMIT,
            limits.cpuMillicores() == null ? Double.NaN : limits.cpuMillicores() / 1000.0),
        gauge(SidecarMetrics.MEMORY_LIMIT, known(limits.memoryBytes())),
        thresholds(),
        gauge(SidecarMetrics.SAMPLE_AGE, known(HealthDocument.sampleAge(snapshot, now))),
        gauge(
            SidecarMetrics.SAMPLE_WINDOW,
            sample == null ? Double.NaN : sample.window().toMillis() / 1000.0),
        SidecarMetrics.SOURCE_INFO.gauge(
            List.of(
                sample(
                    Map.of("source", "metrics.k8s.io", "api_version", snapshot.apiVersion()), 1))),
        gauge(SidecarMetrics.BUDGET_SLOTS, known(HealthDocument.slots(snapshot))),
        gauge(SidecarMetrics.BUDGET_HOLDERS, known(snapshot.budget().holders())),
        gauge(SidecarMetrics.PAUSED, paused(snapshot.budget().paused())),
        gauge(SidecarMetrics.WORKLOAD_READY_ENDPOINTS, known(snapshot.budget().readyEndpoints())),
        gauge(SidecarMetrics.PROJECTED_UTILIZATION, known(snapshot.budget().projected())),
        gauge(SidecarMetrics.WORKLOAD_REPLICAS, workload == null ? Double.NaN : workload.desired()),
        gauge(
            SidecarMetrics.WORKLOAD_AVAILABLE,
            workload == null ? Double.NaN : workload.available()),
        gauge(SidecarMetrics.WORKLOAD_AGE, known(HealthDocument.workloadAge(snapshot, now))),
        gauge(SidecarMetrics.CONFIG_VALID, snapshot.configProblems().isEmpty() ? 1 : 0),
        SidecarMetrics.BUILD_INFO.gauge(
            List.of(sample(Map.of("version", Build.version(SidecarGauges.class)), 1))));
  }

  private Metric thresholds() {
    var samples = new ArrayList<Sample>();
    for (var resource : Resource.values()) {
      var thresholds = resource.thresholds(snapshot.config().settings());
      samples.add(threshold(resource, "threshold", thresholds.threshold()));
      samples.add(threshold(resource, "recovery", thresholds.recovery()));
    }
    return SidecarMetrics.THRESHOLD.gauge(samples);
  }

  private Sample threshold(Resource resource, String level, Percent percent) {
    return sample(Map.of("resource", resource.label(), "level", level), percent.ratio());
  }

  private Metric gauge(MetricFamily family, double value) {
    return family.gauge(List.of(sample(Map.of(), value)));
  }

  private Sample sample(Map<String, String> labels, double value) {
    var merged = new HashMap<>(common);
    merged.putAll(labels);
    return new Sample(merged, value);
  }

  private static double paused(@Nullable Boolean paused) {
    return paused == null ? Double.NaN : paused ? 1 : 0;
  }

  private static double known(@Nullable Number value) {
    return value == null ? Double.NaN : value.doubleValue();
  }
}
