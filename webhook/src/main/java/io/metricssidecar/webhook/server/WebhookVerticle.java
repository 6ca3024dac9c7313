package io.metricssidecar.webhook.server;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.cluster.connections.BoundedServer;
import io.metricssidecar.cluster.connections.ConnectionRules;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The TLS server for reviews.
final class WebhookVerticle extends VerticleBase {
  /// Longer than an API server keeps an idle connection (90 s in Go), so that the client closes it
  /// first, never the server just before a request.
  private static final int IDLE_SECONDS = 180;

  /// The rules for the connections of the port.
  static final ConnectionRules RULES =
      new ConnectionRules(
          ConnectionRules.MAX,
          Duration.ofSeconds(20),
          Duration.ofSeconds(IDLE_SECONDS),
          Duration.ofSeconds(10));

  private final Router routes;
  private final int port;
  private final ServingCertificate initial;
  private final Optional<PemTrustOptions> clients;

  /// Chosen by the thread that makes this: it loads a native library, which no event loop waits
  /// for.
  private final TlsEngine tls = TlsEngine.preferred();

  private volatile @Nullable HttpServer server;

  /// @param routes of the server
  /// @param port to listen on; 0 for a free one
  /// @param initial certificate to serve with
  /// @param clients authorities of the client certificate that is required; empty for none
  WebhookVerticle(
      Router routes, int port, ServingCertificate initial, Optional<PemTrustOptions> clients) {
    this.routes = requireNonNull(routes, "routes is null");
    this.port = port;
    this.initial = requireNonNull(initial, "initial is null");
    this.clients = requireNonNull(clients, "clients is null");
  }

  @Override
  public Future<?> start() {
    // HTTP/1.1 alone: it is what API servers speak to webhooks (kubernetes pull request 82090).
    var options =
        BoundedServer.options(IDLE_SECONDS)
            .setPort(port)
            .setSsl(true)
            .setSslEngineOptions(tls.options())
            .setHandle100ContinueAutomatically(true)
            .setKeyCertOptions(initial.options());
    clients.ifPresent(
        trusted -> options.setClientAuth(ClientAuth.REQUIRED).setTrustOptions(trusted));
    return vertx
        .createHttpServer(options)
        .requestHandler(routes)
        .listen()
        .onSuccess(listening -> server = listening);
  }

  /// The port of the server; -1 while it is closed.
  int port() {
    var listening = server;
    return listening == null ? -1 : listening.actualPort();
  }

  /// Replaces the certificate without closing the port or its connections.
  Future<Boolean> serve(ServingCertificate certificate) {
    var listening = server;
    if (listening == null) {
      return Future.failedFuture("the server does not listen");
    }
    var options = new ServerSSLOptions();
    options.setUseAlpn(false).setKeyCertOptions(certificate.options());
    clients.ifPresent(
        trusted -> options.setClientAuth(ClientAuth.REQUIRED).setTrustOptions(trusted));
    return listening.updateSSLOptions(options, true);
  }
}
