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

/// Answers the reviews of one path: bytes in, bytes out, and a count. Stateless but for the count.
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
      var admission = review(body == null ? new byte[0] : body.getBytes());
      context
          .response()
          .putHeader("Content-Type", "application/json")
          .end(Buffer.buffer(Json.bytes(admission.answer())));
      LOGGER
          .atDebug()
          .addKeyValue("result", admission.result())
          .addKeyValue("reason", admission.reason())
          .log("Answered a review");
    } catch (AdmissionReview.Malformed e) {
      metrics.refused(400);
      Answers.text(context, 400, e.line());
    }
  }

  /// The answer to a review.
  ///
  /// @throws AdmissionReview.Malformed where it is none
  ReviewOutcome review(byte[] body) throws AdmissionReview.Malformed {
    var start = System.nanoTime();
    var request = AdmissionReview.read(body, optIn);
    var admission = admission(request);
    metrics.admitted(admission, Duration.ofNanos(System.nanoTime() - start));
    return admission;
  }

  /// Whatever goes wrong here must not stop anybody's pod.
  private ReviewOutcome admission(AdmissionRequest request) {
    try {
      return ReviewOutcome.of(request, options.get());
    } catch (RuntimeException | StackOverflowError e) {
      LOGGER
          .atWarn()
          .addKeyValue("uid", request.uid())
          .addKeyValue("namespace", request.namespace())
          .addKeyValue("error", e.toString())
          .log("A pod was admitted as it is because the review failed");
      LOGGER.atDebug().setCause(e).log("The review failed here");
      return ReviewOutcome.unchanged(request.uid());
    }
  }
}
