package io.metricssidecar.webhook.server;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.injection.AdmissionRequest;
import io.metricssidecar.injection.options.InjectionOptions;
import io.metricssidecar.injection.pod.OptIn;
import io.metricssidecar.webhook.server.body.Excess;
import io.metricssidecar.webhook.server.body.Malformed;
import io.metricssidecar.webhook.server.body.TooLarge;
import io.metricssidecar.webhook.server.body.UidScanner;
import java.time.Duration;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The handling of the reviews that are sent to one path, from the bytes of a body to the outcome.
/// It has no state but the metrics.
final class AdmissionHandler {
  private static final Logger LOGGER = LoggerFactory.getLogger(AdmissionHandler.class);

  private final OptIn optIn;
  private final Function<String, InjectionOptions> options;
  private final WebhookMetrics metrics;

  /// @param options of the installation at the moment of use, for the pods of a namespace
  AdmissionHandler(
      OptIn optIn, Function<String, InjectionOptions> options, WebhookMetrics metrics) {
    this.optIn = requireNonNull(optIn, "optIn is null");
    this.options = requireNonNull(options, "options is null");
    this.metrics = requireNonNull(metrics, "metrics is null");
  }

  /// The outcome of a review that arrives now.
  ///
  /// @throws Malformed if the body is not an admission review
  /// @throws TooLarge if it is too large and has no uid that could be answered
  ReviewOutcome review(byte[] body) throws Malformed, TooLarge {
    return review(body, System.nanoTime());
  }

  /// The outcome of a review.
  ///
  /// @param arrived the time of its arrival, in nanoseconds of [System#nanoTime]
  /// @throws Malformed if the body is not an admission review
  /// @throws TooLarge if it is too large and has no uid that could be answered
  ReviewOutcome review(byte[] body, long arrived) throws Malformed, TooLarge {
    try {
      var outcome = outcome(AdmissionReview.read(body, optIn));
      metrics.answered(outcome, since(arrived));
      return outcome;
    } catch (TooLarge e) {
      var scanner = new UidScanner();
      scanner.scan(body, 0, body.length);
      return tooLarge(scanner.uid(), e.excess(), arrived);
    }
  }

  /// The outcome of a review that exceeds a limit.
  ///
  /// @param uid of the review; empty where it has none
  /// @param arrived the time of its arrival, in nanoseconds of [System#nanoTime]
  /// @throws TooLarge if it has no uid
  ReviewOutcome tooLarge(String uid, Excess excess, long arrived) throws TooLarge {
    if (uid.isEmpty()) {
      throw new TooLarge(excess);
    }
    var outcome = ReviewOutcome.tooLarge(uid, excess);
    metrics.answered(outcome, since(arrived));
    return outcome;
  }

  private static Duration since(long arrived) {
    return Duration.ofNanos(System.nanoTime() - arrived);
  }

  /// Admits the pod unchanged if anything fails: an error of ours must not block a pod.
  private ReviewOutcome outcome(AdmissionRequest request) {
    try {
      return ReviewOutcome.of(request, options.apply(request.namespace()));
    } catch (RuntimeException | StackOverflowError e) {
      LOGGER
          .atWarn()
          .addKeyValue("uid", request.uid())
          .addKeyValue("namespace", request.namespace())
          .addKeyValue("error", e.toString())
          .log("Review failed, pod admitted unchanged");
      LOGGER.atDebug().setCause(e).log("Stack of the failed review");
      return ReviewOutcome.unchanged(request.uid());
    }
  }
}
