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

/// Every path of the TLS port.
final class WebhookRoutes {
  /// Twice what an API server stores at most (etcd's 1.5 MiB, in JSON, old and new object).
  private static final long LARGEST_BODY = 6L * 1024 * 1024;

  static Router of(
      Vertx vertx,
      Supplier<InjectionOptions> options,
      WebhookMetrics metrics,
      Readiness readiness) {
    var router = Answers.withFailures(Router.router(vertx), metrics::refused);
    router.route().handler(context -> closeWhenStopping(context, readiness));
    for (var optIn : OptIn.values()) {
      router
          .post(optIn.path())
          .consumes("application/json")
          .handler(BodyHandler.create(false).setBodyLimit(LARGEST_BODY))
          .handler(new AdmissionHandler(optIn, options, metrics));
    }
    return router;
  }

  /// API servers keep their connections and go on using them for pods that terminate (kubernetes
  /// issue 127335), so each is told to leave while we still answer.
  private static void closeWhenStopping(RoutingContext context, Readiness readiness) {
    if (readiness.stopping()) {
      context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    context.next();
  }

  private WebhookRoutes() {}
}
