package io.metricssidecar.sidecar.telemetry;

import io.metricssidecar.contract.exposition.LiveCounter;
import io.metricssidecar.contract.exposition.LiveHistogram;
import io.metricssidecar.contract.exposition.Metric;
import io.metricssidecar.contract.exposition.SidecarMetrics;
import io.metricssidecar.decision.overload.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The counters and histograms of a sidecar. Safe to use from any thread.
public final class SidecarCounters {
  private static final double[] API_BOUNDS = {0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2};
  private static final double[] PROBE_BOUNDS = {0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1};
  private static final double[] SHED_BOUNDS = {15, 30, 60, 90, 120, 180, 240, 300};

  private final LiveCounter transitions;
  private final LiveCounter samples;
  private final LiveCounter attempts;
  private final LiveCounter requests;
  private final LiveCounter probes;
  private final LiveCounter ineffective;
  private final LiveHistogram latencies;
  private final LiveHistogram probeTimes;
  private final LiveHistogram sheds;

  /// @param common labels of every series
  public SidecarCounters(Map<String, String> common) {
    transitions = new LiveCounter(SidecarMetrics.TRANSITIONS, common);
    samples = new LiveCounter(SidecarMetrics.SAMPLES, common);
    attempts = new LiveCounter(SidecarMetrics.BUDGET_ATTEMPTS, common);
    requests = new LiveCounter(SidecarMetrics.API_REQUESTS, common);
    probes = new LiveCounter(SidecarMetrics.PROBE_REQUESTS, common);
    ineffective = new LiveCounter(SidecarMetrics.SHED_INEFFECTIVE, common);
    latencies = new LiveHistogram(SidecarMetrics.API_REQUEST_DURATION, common, API_BOUNDS);
    probeTimes = new LiveHistogram(SidecarMetrics.PROBE_DURATION, common, PROBE_BOUNDS);
    sheds = new LiveHistogram(SidecarMetrics.SHED_DURATION, common, SHED_BOUNDS);
  }

  /// Counts a change of state.
  public void transition(String from, String to, String reason) {
    transitions.increment(Map.of("from", from, "to", to, "reason", reason));
  }

  /// Counts a poll of the metrics API.
  public void sample(String result) {
    samples.increment(Map.of("result", result));
  }

  /// Counts a slot request by its result.
  public void attempt(String result) {
    attempts.increment(Map.of("result", result));
  }

  /// Counts a request to the API server.
  ///
  /// @param code HTTP status, or `none`
  public void apiRequest(String verb, String resource, String code, Duration took) {
    requests.increment(Map.of("verb", verb, "resource", resource, "code", code));
    latencies.observe(Map.of("verb", verb, "resource", resource), took);
  }

  /// Counts a request to the sidecar.
  public void probe(String endpoint, int code) {
    probes.increment(Map.of("endpoint", endpoint, "code", Integer.toString(code)));
  }

  /// Observes the duration of a request to the sidecar.
  public void probeTook(String endpoint, Duration took) {
    probeTimes.observe(Map.of("endpoint", endpoint), took);
  }

  /// Observes a shed that ended.
  public void shed(Duration lasted, Reason end) {
    sheds.observe(Map.of(), lasted);
    if (end == Reason.INEFFECTIVE) {
      ineffective.increment(Map.of());
    }
  }

  /// All counters and histograms.
  public List<Metric> metrics() {
    return List.of(
        transitions.metric(),
        samples.metric(),
        attempts.metric(),
        requests.metric(),
        probes.metric(),
        probeTimes.metric(),
        latencies.metric(),
        ineffective.metric(),
        sheds.metric());
  }
}
