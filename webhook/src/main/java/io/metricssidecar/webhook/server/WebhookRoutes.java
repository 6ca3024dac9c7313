package io.metricssidecar.webhook.server;

import io.metricssidecar.cluster.health.Answers;
import io.metricssidecar.cluster.health.Readiness;
import io.metricssidecar.injection.options.InjectionOptions;
import io.metricssidecar.injection.pod.OptIn;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.function.Supplier;

/// The routes of the TLS port.
final class WebhookRoutes {
  /// Limit of a request in bytes, twice the largest review: an old and a new object of the 1.5 MiB
  /// that etcd stores.
  private static final long MAX_BODY = 6L * 1024 * 1024;

  static Router of(
      Vertx vertx,
      Supplier<InjectionOptions> options,
      WebhookMetrics metrics,
      Readiness readiness) {
    var router = Answers.withFailures(Router.router(vertx), metrics::rejected);
    router.route().handler(context -> closeWhenStopping(context, readiness));
    for (var optIn : OptIn.values()) {
      router
          .post(optIn.path())
          .consumes("application/json")
          .handler(BodyHandler.create(false).setBodyLimit(MAX_BODY))
          .handler(new AdmissionHandler(optIn, options, metrics));
    }
    return router;
  }

  /// Asks clients to close their connections during the drain: API servers keep using connections
  /// to pods that terminate (kubernetes issue 127335).
  private static void closeWhenStopping(RoutingContext context, Readiness readiness) {
    if (readiness.stopping()) {
      context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    context.next();
  }

  private WebhookRoutes() {}
}
