package io.metricssidecar.cluster.health;

import io.metricssidecar.contract.Paths;
import io.metricssidecar.contract.exposition.Metric;
import io.metricssidecar.contract.exposition.TextFormat;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// The paths of the health port.
final class HealthRoutes {
  static Router of(
      Vertx vertx, Supplier<List<Metric>> metrics, Readiness readiness, Liveness liveness) {
    var router = Answers.withFailures(Router.router(vertx), _ -> {});
    // No second request, and no more answers than the client reads: others would wait in memory.
    router.route().handler(HealthRoutes::closeAfterwards);
    router.get(Paths.LIVEZ).handler(context -> live(context, liveness));
    router.get(Paths.READYZ).handler(context -> ready(context, readiness));
    router.get(Paths.METRICS).handler(context -> metrics(context, metrics));
    return router;
  }

  private static void closeAfterwards(RoutingContext context) {
    if (context.response().writeQueueFull()) {
      context.request().connection().close();
      return;
    }
    context
        .response()
        .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
        .endHandler(_ -> context.request().connection().close());
    context.next();
  }

  private static void live(RoutingContext context, Liveness liveness) {
    var dead = liveness.dead();
    if (dead.isEmpty()) {
      Answers.text(context, 200, "ok");
    } else {
      Answers.text(context, 503, "not alive: " + String.join(", ", dead));
    }
  }

  private static void ready(RoutingContext context, Readiness readiness) {
    var missing = readiness.missing();
    var lines = new ArrayList<String>();
    lines.add(missing.isEmpty() ? "ok" : "not ready: " + String.join(", ", missing));
    readiness.failing().forEach(detail -> lines.add("failing: " + detail));
    Answers.text(context, missing.isEmpty() ? 200 : 503, String.join("\n", lines));
  }

  private static void metrics(RoutingContext context, Supplier<List<Metric>> metrics) {
    var accept = context.request().getHeader("Accept");
    var format = TextFormat.of(accept == null ? "" : accept);
    context
        .response()
        .putHeader("Content-Type", format.contentType())
        .end(format.write(metrics.get()));
  }

  private HealthRoutes() {}
}
