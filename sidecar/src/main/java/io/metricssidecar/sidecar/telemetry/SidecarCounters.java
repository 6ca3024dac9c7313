package io.metricssidecar.sidecar.telemetry;

import io.metricssidecar.contract.exposition.Metric;
import io.metricssidecar.contract.exposition.Metric.Counter;
import io.metricssidecar.contract.exposition.Metric.Distribution;
import io.metricssidecar.contract.exposition.Metric.Histogram;
import io.metricssidecar.contract.exposition.Metric.Sample;
import io.metricssidecar.contract.exposition.MetricNames;
import io.metricssidecar.decision.overload.Reason;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/// The counters and histograms of a sidecar. Safe to use from any thread.
public final class SidecarCounters {
  private static final double[] API_BOUNDS = {0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2};
  private static final double[] PROBE_BOUNDS = {0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1};
  private static final double[] SHED_BOUNDS = {15, 30, 60, 90, 120, 180, 240, 300};

  private final Map<String, String> common;
  private final Map<Map<String, String>, LongAdder> transitions = new ConcurrentHashMap<>();
  private final Map<Map<String, String>, LongAdder> samples = new ConcurrentHashMap<>();
  private final Map<Map<String, String>, LongAdder> attempts = new ConcurrentHashMap<>();
  private final Map<Map<String, String>, LongAdder> requests = new ConcurrentHashMap<>();
  private final Map<Map<String, String>, LongAdder> probes = new ConcurrentHashMap<>();
  private final Map<Map<String, String>, Buckets> latencies = new ConcurrentHashMap<>();
  private final Map<Map<String, String>, Buckets> probeTimes = new ConcurrentHashMap<>();
  private final Map<Map<String, String>, Buckets> sheds = new ConcurrentHashMap<>();

  private final LongAdder ineffective = new LongAdder();

  /// @param common labels of every series
  public SidecarCounters(Map<String, String> common) {
    this.common = Map.copyOf(common);
    sheds.put(this.common, new Buckets(SHED_BOUNDS));
  }

  /// Counts a change of state.
  public void transition(String from, String to, String reason) {
    add(transitions, Map.of("from", from, "to", to, "reason", reason));
  }

  /// Counts a poll of the metrics API.
  public void sample(String result) {
    add(samples, Map.of("result", result));
  }

  /// Counts a slot request by its result.
  public void attempt(String result) {
    add(attempts, Map.of("result", result));
  }

  /// Counts a request to the API server.
  ///
  /// @param code HTTP status, or `none`
  public void apiRequest(String verb, String resource, String code, Duration took) {
    add(requests, Map.of("verb", verb, "resource", resource, "code", code));
    observe(latencies, Map.of("verb", verb, "resource", resource), took, API_BOUNDS);
  }

  /// Counts a request to the sidecar.
  public void probe(String endpoint, int code) {
    add(probes, Map.of("endpoint", endpoint, "code", Integer.toString(code)));
  }

  /// Observes the duration of a request to the sidecar.
  public void probeTook(String endpoint, Duration took) {
    observe(probeTimes, Map.of("endpoint", endpoint), took, PROBE_BOUNDS);
  }

  /// Observes a shed that ended.
  public void shed(Duration lasted, Reason end) {
    observe(sheds, Map.of(), lasted, SHED_BOUNDS);
    if (end == Reason.INEFFECTIVE) {
      ineffective.increment();
    }
  }

  /// All counters and histograms.
  public List<Metric> metrics() {
    return List.of(
        counter(MetricNames.TRANSITIONS, "Changes of state, by reason.", transitions),
        counter(MetricNames.SAMPLES, "Polls of the metrics API, by outcome.", samples),
        counter(MetricNames.BUDGET_ATTEMPTS, "Attempts to acquire a slot, by result.", attempts),
        counter(
            MetricNames.API_REQUESTS,
            "Requests to the API server, by verb, resource and status code.",
            requests),
        counter(
            MetricNames.PROBE_REQUESTS,
            "Requests to the sidecar, by endpoint and status code.",
            probes),
        histogram(
            MetricNames.PROBE_DURATION,
            "Duration of requests to the sidecar in seconds.",
            probeTimes),
        histogram(
            MetricNames.API_REQUEST_DURATION,
            "Duration of requests to the API server in seconds.",
            latencies),
        new Counter(
            MetricNames.SHED_INEFFECTIVE,
            "Sheds that ended because they did not lower the load.",
            List.of(new Sample(common, ineffective.sum()))),
        histogram(MetricNames.SHED_DURATION, "Duration of sheds in seconds.", sheds));
  }

  private void add(Map<Map<String, String>, LongAdder> meter, Map<String, String> labels) {
    meter.computeIfAbsent(merged(labels), _ -> new LongAdder()).increment();
  }

  private void observe(
      Map<Map<String, String>, Buckets> meter,
      Map<String, String> labels,
      Duration value,
      double[] bounds) {
    meter.computeIfAbsent(merged(labels), _ -> new Buckets(bounds)).observe(value.toNanos() / 1e9);
  }

  private Map<String, String> merged(Map<String, String> labels) {
    var merged = new HashMap<>(common);
    merged.putAll(labels);
    return Map.copyOf(merged);
  }

  private static Metric counter(
      String name, String help, Map<Map<String, String>, LongAdder> meter) {
    return new Counter(
        name,
        help,
        meter.entrySet().stream()
            .map(series -> new Sample(series.getKey(), series.getValue().sum()))
            .toList());
  }

  private static Metric histogram(
      String name, String help, Map<Map<String, String>, Buckets> meter) {
    return new Histogram(
        name,
        help,
        meter.entrySet().stream().map(s -> s.getValue().distribution(s.getKey())).toList());
  }

  /// Counts below each bound.
  private static final class Buckets {
    private final double[] bounds;
    private final LongAdder[] counts;
    private final LongAdder count = new LongAdder();
    private final DoubleAdder sum = new DoubleAdder();

    Buckets(double[] bounds) {
      this.bounds = bounds;
      counts = new LongAdder[bounds.length];
      for (var index = 0; index < bounds.length; index++) {
        counts[index] = new LongAdder();
      }
    }

    void observe(double value) {
      for (var index = 0; index < bounds.length; index++) {
        if (value <= bounds[index]) {
          counts[index].increment();
        }
      }
      count.increment();
      sum.add(value);
    }

    Distribution distribution(Map<String, String> labels) {
      var buckets = new TreeMap<Double, Long>();
      for (var index = 0; index < bounds.length; index++) {
        buckets.put(bounds[index], counts[index].sum());
      }
      return new Distribution(labels, buckets, count.sum(), sum.sum());
    }
  }
}
