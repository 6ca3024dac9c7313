package io.metricssidecar.webhook.server;

import io.metricssidecar.contract.exposition.Metric;
import io.metricssidecar.contract.exposition.Metric.Counter;
import io.metricssidecar.contract.exposition.Metric.Distribution;
import io.metricssidecar.contract.exposition.Metric.Histogram;
import io.metricssidecar.contract.exposition.Metric.Sample;
import io.metricssidecar.contract.settings.Problem;
import io.metricssidecar.injection.annotations.PodAnnotations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// The counters of reviews. Any thread may write and read.
final class WebhookMetrics {
  private static final String PREFIX = "metrics_sidecar_webhook_";

  /// Upper bounds in seconds, from one millisecond: the API server waits for every review.
  private static final double[] BOUNDS = {
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5
  };

  /// Stands for every annotation key that is not ours, so that nobody can make series at will.
  private static final String OTHER = "other";

  private static final double NANOS = 1e9;

  private final Map<Map<String, String>, LongAdder> admissions = new ConcurrentHashMap<>();
  private final Map<Map<String, String>, LongAdder> problems = new ConcurrentHashMap<>();
  private final Map<Map<String, String>, LongAdder> refusals = new ConcurrentHashMap<>();
  private final LongAdder[] buckets = new LongAdder[BOUNDS.length + 1];
  private final LongAdder nanos = new LongAdder();

  WebhookMetrics() {
    for (var index = 0; index < buckets.length; index++) {
      buckets[index] = new LongAdder();
    }
  }

  /// Counts an answered review.
  void admitted(ReviewOutcome admission, Duration duration) {
    count(
        admissions,
        Map.of(
            "result",
            admission.result().name().toLowerCase(Locale.ROOT),
            "reason",
            admission.reason()));
    admission.problems().forEach(this::problem);
    var seconds = duration.toNanos() / NANOS;
    var index = 0;
    while (index < BOUNDS.length && seconds > BOUNDS[index]) {
      index++;
    }
    buckets[index].increment();
    nanos.add(duration.toNanos());
  }

  private void problem(Problem problem) {
    var known = PodAnnotations.keys().contains(problem.field());
    count(problems, Map.of("annotation", known ? problem.field() : OTHER));
  }

  /// Counts a request that was no review.
  void refused(int status) {
    count(refusals, Map.of("code", Integer.toString(status)));
  }

  /// All of them with their current values.
  List<Metric> collect() {
    var metrics = new ArrayList<Metric>();
    metrics.add(
        new Counter(PREFIX + "admissions", "Admission reviews answered.", samples(admissions)));
    metrics.add(duration());
    metrics.add(
        new Counter(PREFIX + "annotation_problems", "Invalid annotations met.", samples(problems)));
    metrics.add(
        new Counter(PREFIX + "bad_requests", "Requests that were no review.", samples(refusals)));
    return metrics;
  }

  private Metric duration() {
    var cumulative = new TreeMap<Double, Long>();
    var count = 0L;
    for (var index = 0; index < BOUNDS.length; index++) {
      count += buckets[index].sum();
      cumulative.put(BOUNDS[index], count);
    }
    count += buckets[BOUNDS.length].sum();
    return new Histogram(
        PREFIX + "admission_duration_seconds",
        "Time from a review's last byte to its answer.",
        List.of(new Distribution(Map.of(), cumulative, count, nanos.sum() / NANOS)));
  }

  private static void count(
      Map<Map<String, String>, LongAdder> series, Map<String, String> labels) {
    series.computeIfAbsent(labels, _ -> new LongAdder()).increment();
  }

  private static List<Sample> samples(Map<Map<String, String>, LongAdder> series) {
    return series.entrySet().stream()
        .map(entry -> new Sample(entry.getKey(), entry.getValue().sum()))
        .toList();
  }
}
