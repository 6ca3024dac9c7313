package io.metricssidecar.cluster.health;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.cluster.connections.BoundedServer;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The health port of a process: `/livez`, `/readyz` and `/metrics` over plain HTTP.
public final class HealthServer {
  private static final long START_SECONDS = 10;
  private static final int IDLE_SECONDS = 20;

  private final Vertx vertx;
  private final Readiness readiness;
  private final Liveness liveness;
  private final MetricSources metrics;
  private final AtomicReference<@Nullable HttpServer> server = new AtomicReference<>();

  /// @param vertx that runs the server and guards its connections; not closed here
  /// @param readiness of the process
  /// @param liveness of the process
  /// @param metrics of the process
  public HealthServer(Vertx vertx, Readiness readiness, Liveness liveness, MetricSources metrics) {
    this.vertx = requireNonNull(vertx, "vertx is null");
    this.readiness = requireNonNull(readiness, "readiness is null");
    this.liveness = requireNonNull(liveness, "liveness is null");
    this.metrics = requireNonNull(metrics, "metrics is null");
  }

  /// Opens the port.
  ///
  /// @param port 0 for a free one
  /// @throws IllegalStateException if it takes longer than ten seconds
  public void open(int port) {
    var opened =
        vertx
            .createHttpServer(BoundedServer.options(IDLE_SECONDS))
            .requestHandler(HealthRoutes.of(vertx, metrics::collect, readiness, liveness));
    try {
      opened.listen(port).await(START_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "the health port did not open within %d s".formatted(START_SECONDS), e);
    }
    server.set(opened);
  }

  /// The port; -1 while it is closed.
  public int port() {
    var opened = server.get();
    return opened == null ? -1 : opened.actualPort();
  }
}
