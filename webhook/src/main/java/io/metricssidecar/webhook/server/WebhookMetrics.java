package io.metricssidecar.webhook.server;

import io.metricssidecar.contract.exposition.LiveCounter;
import io.metricssidecar.contract.exposition.LiveHistogram;
import io.metricssidecar.contract.exposition.Metric;
import io.metricssidecar.contract.exposition.ServerMetrics;
import io.metricssidecar.contract.settings.Problem;
import io.metricssidecar.injection.annotations.PodAnnotations;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The counters of reviews. Any thread may write and read.
final class WebhookMetrics {
  /// Upper bounds in seconds, from a tenth of a millisecond: most reviews take less than one.
  private static final double[] BOUNDS = {
    0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5
  };

  /// The label for every unknown annotation, so that users cannot create any number of series.
  private static final String OTHER = "other";

  private final LiveCounter admissions = new LiveCounter(ServerMetrics.ADMISSIONS, Map.of());
  private final LiveHistogram durations =
      new LiveHistogram(ServerMetrics.ADMISSION_DURATION, Map.of(), BOUNDS);
  private final LiveCounter problems = new LiveCounter(ServerMetrics.ANNOTATION_PROBLEMS, Map.of());
  private final LiveCounter rejections = new LiveCounter(ServerMetrics.BAD_REQUESTS, Map.of());

  /// Counts an answered review.
  void answered(ReviewOutcome outcome, Duration duration) {
    admissions.increment(
        Map.of(
            "result",
            outcome.result().name().toLowerCase(Locale.ROOT),
            "reason",
            outcome.reason()));
    outcome.problems().forEach(this::problem);
    durations.observe(Map.of(), duration);
  }

  private void problem(Problem problem) {
    var known = PodAnnotations.keys().contains(problem.field());
    problems.increment(Map.of("annotation", known ? problem.field() : OTHER));
  }

  /// Counts a request that was not a valid review.
  void rejected(int status) {
    rejections.increment(Map.of("code", Integer.toString(status)));
  }

  /// All of them with their current values.
  List<Metric> collect() {
    return List.of(admissions.metric(), durations.metric(), problems.metric(), rejections.metric());
  }
}
