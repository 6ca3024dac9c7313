package io.metricssidecar.webhook.certificates;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.certs.Leaf;
import io.metricssidecar.certs.TrustBundle;
import io.metricssidecar.certs.rotation.Succession;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The certificate that is served. A new leaf replaces it only after the live webhook
/// configurations have trusted the new leaf's authority for long enough, so that no review fails
/// while the trust spreads to all API servers.
final class ServedCertificate {
  private static final Logger LOGGER = LoggerFactory.getLogger(ServedCertificate.class);

  private final CertificateOptions options;
  private final WebhookConfigurations configurations;
  private final Consumer<Leaf> server;
  private volatile @Nullable Leaf current;

  /// @param options of the certificates
  /// @param configurations live
  /// @param server notified of each leaf to serve with
  ServedCertificate(
      CertificateOptions options, WebhookConfigurations configurations, Consumer<Leaf> server) {
    this.options = requireNonNull(options, "options is null");
    this.configurations = requireNonNull(configurations, "configurations is null");
    this.server = requireNonNull(server, "server is null");
  }

  /// Serves with a leaf from now on, if that [is due][Succession#isDue].
  ///
  /// @param leaf to serve with
  /// @param settled the authorities that the live configuration has trusted for long enough
  /// @param now wall clock time
  void offer(Leaf leaf, TrustBundle settled, Instant now) {
    if (leaf.equals(current)) {
      return;
    }
    if (Succession.isDue(
        leaf(),
        leaf,
        each -> configurations.accept(each, now),
        each -> settled.accepts(each, options.service().verified(), now))) {
      server.accept(leaf);
      current = leaf;
      LOGGER
          .atInfo()
          .addKeyValue("issuer", leaf.certificate().getIssuerX500Principal().getName())
          .addKeyValue("notAfter", leaf.validity().notAfter())
          .log("Replaced the serving certificate");
    }
  }

  /// The served leaf; empty while there is none.
  Optional<Leaf> leaf() {
    return Optional.ofNullable(current);
  }

  /// Whether the API server accepts the served leaf.
  boolean trusted(Instant now) {
    return leaf().filter(leaf -> configurations.accept(leaf, now)).isPresent();
  }

  /// Expiry of the served leaf; [Instant#EPOCH] while there is none.
  Instant notAfter() {
    return leaf().map(leaf -> leaf.validity().notAfter()).orElse(Instant.EPOCH);
  }
}
