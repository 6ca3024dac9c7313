package io.metricssidecar.cluster.health;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.function.IntConsumer;

/// Responses in plain text.
public final class Answers {
  private static final Map<Integer, String> FAILURES =
      Map.of(
          400, "the request cannot be read",
          404, "nothing is served at this path",
          405, "this path does not take this method",
          413, "the review is too large to be answered",
          415, "expected Content-Type application/json",
          500, "an internal error occurred");

  /// Sends lines of text, unless a response was sent before. The connection is closed afterwards:
  /// whoever is not answered as it asked may not keep it.
  ///
  /// @param lines without the end of the last one
  public static void text(RoutingContext context, int status, String lines) {
    if (!context.response().ended()) {
      context
          .response()
          .setStatusCode(status)
          .putHeader("Content-Type", "text/plain; charset=utf-8")
          .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
          .end(lines + "\n");
    }
  }

  /// Sends the line of its status for every failure of a router.
  ///
  /// @param counter notified of every status that is sent
  public static Router withFailures(Router router, IntConsumer counter) {
    FAILURES.forEach(
        (status, line) ->
            router.errorHandler(
                status,
                context -> {
                  counter.accept(status);
                  text(context, status, line);
                }));
    return router;
  }

  private Answers() {}
}
