package io.metricssidecar.webhook.server;

import io.metricssidecar.cluster.connections.ConnectionGuard;
import io.metricssidecar.cluster.health.Answers;
import io.metricssidecar.cluster.health.Readiness;
import io.metricssidecar.injection.options.InjectionOptions;
import io.metricssidecar.injection.pod.OptIn;
import io.metricssidecar.webhook.server.body.BodyBudget;
import io.metricssidecar.webhook.server.body.ReviewLimits;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Function;

/// The routes of the TLS port.
final class WebhookRoutes {
  static Router of(
      Vertx vertx,
      Function<String, InjectionOptions> options,
      WebhookMetrics metrics,
      Readiness readiness,
      ConnectionGuard guard) {
    var router = Answers.withFailures(Router.router(vertx), metrics::rejected);
    var budget = new BodyBudget(ReviewLimits.MAX_HELD_BYTES, WebhookVerticle.RULES.max());
    router.route().handler(context -> receiving(context, guard, readiness));
    for (var optIn : OptIn.values()) {
      router
          .post(optIn.path())
          .consumes("application/json")
          .handler(
              new ReviewReceiver(
                  new AdmissionHandler(optIn, options, metrics), budget, metrics, guard));
    }
    return router;
  }

  /// Notes that a request arrives, and asks clients to close their connections during the drain:
  /// API servers keep using connections to pods that terminate (kubernetes issue 127335).
  private static void receiving(
      RoutingContext context, ConnectionGuard guard, Readiness readiness) {
    guard.receiving(context.request().connection());
    if (readiness.stopping()) {
      context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    context.next();
  }

  private WebhookRoutes() {}
}
