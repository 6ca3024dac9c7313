package io.metricssidecar.webhook.server;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.cluster.connections.ConnectionGuard;
import io.metricssidecar.cluster.health.Answers;
import io.metricssidecar.injection.pod.Json;
import io.metricssidecar.webhook.server.body.BodyBudget;
import io.metricssidecar.webhook.server.body.Malformed;
import io.metricssidecar.webhook.server.body.ReviewBody;
import io.metricssidecar.webhook.server.body.TooLarge;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The receiver of the reviews that are sent to one path: holds their bodies within the budget, and
/// answers them.
final class ReviewReceiver implements Handler<RoutingContext> {
  private static final Logger LOGGER = LoggerFactory.getLogger(ReviewReceiver.class);

  private final AdmissionHandler handler;
  private final BodyBudget budget;
  private final WebhookMetrics metrics;
  private final ConnectionGuard guard;

  /// @param handler of whole bodies
  /// @param budget of all paths together
  /// @param guard notified of every answered review
  ReviewReceiver(
      AdmissionHandler handler, BodyBudget budget, WebhookMetrics metrics, ConnectionGuard guard) {
    this.handler = requireNonNull(handler, "handler is null");
    this.budget = requireNonNull(budget, "budget is null");
    this.metrics = requireNonNull(metrics, "metrics is null");
    this.guard = requireNonNull(guard, "guard is null");
  }

  @Override
  public void handle(RoutingContext context) {
    var arrived = System.nanoTime();
    var body = budget.open();
    context
        .request()
        .exceptionHandler(_ -> body.close())
        .handler(bytes -> receive(context, body, bytes))
        .endHandler(_ -> answer(context, body, arrived));
  }

  private void receive(RoutingContext context, ReviewBody body, Buffer bytes) {
    body.add(bytes.getBytes());
    guard.received(context.request().connection(), bytes.length());
  }

  private void answer(RoutingContext context, ReviewBody body, long arrived) {
    try {
      var excess = body.excess();
      send(
          context,
          excess.isPresent()
              ? handler.tooLarge(body.uid(), excess.get(), arrived)
              : handler.review(body.take(), arrived));
    } catch (Malformed e) {
      metrics.rejected(400);
      Answers.text(context, 400, e.line());
    } catch (TooLarge e) {
      context.fail(413);
    } catch (RuntimeException e) {
      context.fail(e);
    }
  }

  private void send(RoutingContext context, ReviewOutcome outcome) {
    if (context.response().writeQueueFull()) {
      // Earlier answers that the client does not read: more of them would need more memory.
      context.request().connection().close();
      return;
    }
    context
        .response()
        .putHeader("Content-Type", "application/json")
        .end(Buffer.buffer(Json.bytes(outcome.answer())));
    guard.answered(context.request().connection());
    LOGGER
        .atDebug()
        .addKeyValue("result", outcome.result())
        .addKeyValue("reason", outcome.reason())
        .log("Answered a review");
  }
}
