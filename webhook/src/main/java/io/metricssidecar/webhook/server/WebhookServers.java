package io.metricssidecar.webhook.server;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.certs.pem.Pem;
import io.metricssidecar.cluster.connections.ConnectionGuard;
import io.metricssidecar.cluster.health.HealthServer;
import io.metricssidecar.cluster.health.Liveness;
import io.metricssidecar.cluster.health.MetricSources;
import io.metricssidecar.cluster.health.Readiness;
import io.metricssidecar.injection.options.InjectionOptions;
import io.metricssidecar.webhook.config.WebhookConfig.Listen;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The two servers: reviews over TLS, and health and metrics over plain HTTP.
public final class WebhookServers implements AutoCloseable {
  private static final long TIMEOUT_SECONDS = 10;

  private final ConnectionGuard guard = new ConnectionGuard();
  private final Vertx vertx = guard.vertx(new VertxOptions().setEventLoopPoolSize(2));
  private final Listen listen;
  private final Optional<PemTrustOptions> clients;
  private final Readiness readiness;
  private final WebhookMetrics metrics = new WebhookMetrics();
  private final AtomicReference<@Nullable WebhookVerticle> webhook = new AtomicReference<>();
  private final HealthServer health;

  /// @param listen the ports
  /// @param readiness of the process; gets the condition that the TLS port is open
  /// @param liveness of the process
  /// @param sources of the process's metrics; gets those of the reviews
  /// @throws IllegalStateException if the authorities of the clients cannot be read
  public WebhookServers(
      Listen listen, Readiness readiness, Liveness liveness, MetricSources sources) {
    this.listen = requireNonNull(listen, "listen is null");
    this.clients = listen.clientCa().map(WebhookServers::authorities);
    this.readiness = requireNonNull(readiness, "readiness is null");
    this.health = new HealthServer(vertx, readiness, liveness, sources);
    sources.include(metrics::collect);
    readiness.require("tls port", () -> webhookPort() > 0);
  }

  /// Opens the health port.
  public void openHealth() {
    health.open(listen.healthPort());
  }

  /// Opens the TLS port with a certificate, or replaces its certificate if it is open.
  ///
  /// @param options of the installation at the moment of use, for the pods of a namespace
  public void serve(ServingCertificate certificate, Function<String, InjectionOptions> options) {
    var open = webhook.get();
    if (open != null) {
      await(open.serve(certificate));
      return;
    }
    var routes = WebhookRoutes.of(vertx, options, metrics, readiness, guard);
    var verticle = new WebhookVerticle(routes, listen.webhookPort(), certificate, clients);
    await(vertx.deployVerticle(verticle));
    guard.follow(verticle.port(), WebhookVerticle.RULES);
    webhook.set(verticle);
  }

  /// The TLS port; -1 while it is closed.
  public int webhookPort() {
    var verticle = webhook.get();
    return verticle == null ? -1 : verticle.port();
  }

  /// The health port; -1 while it is closed.
  public int healthPort() {
    return health.port();
  }

  private static PemTrustOptions authorities(Path file) {
    try {
      var pem = Files.readString(file);
      if (Pem.certificates(pem).isEmpty()) {
        throw new IllegalStateException(
            "CLIENT_CA is \"%s\": expected a PEM file with certificates".formatted(file));
      }
      return new PemTrustOptions().addCertValue(Buffer.buffer(pem));
    } catch (IOException e) {
      throw new IllegalStateException("CLIENT_CA is \"%s\": cannot read it".formatted(file), e);
    }
  }

  /// The result of a future.
  ///
  /// @throws IllegalStateException after ten seconds
  private static <T> T await(Future<T> future) {
    try {
      return future.await(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "the server took longer than %d s".formatted(TIMEOUT_SECONDS), e);
    }
  }

  @Override
  public void close() {
    await(vertx.close());
  }
}
