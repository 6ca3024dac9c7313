package io.metricssidecar.webhook.server;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.cluster.health.Answers;
import io.metricssidecar.injection.AdmissionRequest;
import io.metricssidecar.injection.options.InjectionOptions;
import io.metricssidecar.injection.pod.Json;
import io.metricssidecar.injection.pod.OptIn;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The handler of the reviews that are sent to one path. It has no state but the metrics.
final class AdmissionHandler implements Handler<RoutingContext> {
  private static final Logger LOGGER = LoggerFactory.getLogger(AdmissionHandler.class);

  private final OptIn optIn;
  private final Supplier<InjectionOptions> options;
  private final WebhookMetrics metrics;

  AdmissionHandler(OptIn optIn, Supplier<InjectionOptions> options, WebhookMetrics metrics) {
    this.optIn = requireNonNull(optIn, "optIn is null");
    this.options = requireNonNull(options, "options is null");
    this.metrics = requireNonNull(metrics, "metrics is null");
  }

  @Override
  public void handle(RoutingContext context) {
    var body = context.body().buffer();
    try {
      var outcome = review(body == null ? new byte[0] : body.getBytes());
      context
          .response()
          .putHeader("Content-Type", "application/json")
          .end(Buffer.buffer(Json.bytes(outcome.answer())));
      LOGGER
          .atDebug()
          .addKeyValue("result", outcome.result())
          .addKeyValue("reason", outcome.reason())
          .log("Answered a review");
    } catch (AdmissionReview.Malformed e) {
      metrics.rejected(400);
      Answers.text(context, 400, e.line());
    }
  }

  /// The outcome of a review.
  ///
  /// @throws AdmissionReview.Malformed if the body is not an admission review
  ReviewOutcome review(byte[] body) throws AdmissionReview.Malformed {
    var start = System.nanoTime();
    var request = AdmissionReview.read(body, optIn);
    var outcome = outcome(request);
    metrics.answered(outcome, Duration.ofNanos(System.nanoTime() - start));
    return outcome;
  }

  /// Admits the pod unchanged if anything fails: an error of ours must not block a pod.
  private ReviewOutcome outcome(AdmissionRequest request) {
    try {
      return ReviewOutcome.of(request, options.get());
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
