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

/// The certificate that is served, until another takes its place: a new leaf is served only once
/// the live webhook configurations have trusted its authority for long enough; until then the old
/// one stays, so that no review is lost while trust travels.
final class ServedCertificate {
  private static final Logger LOGGER = LoggerFactory.getLogger(ServedCertificate.class);

  private final CertificateOptions objects;
  private final WebhookConfigurations configurations;
  private final Consumer<Leaf> server;
  private volatile @Nullable Leaf current;

  /// @param objects that are kept
  /// @param configurations as they live
  /// @param server takes each leaf to serve with
  ServedCertificate(
      CertificateOptions objects, WebhookConfigurations configurations, Consumer<Leaf> server) {
    this.objects = requireNonNull(objects, "objects is null");
    this.configurations = requireNonNull(configurations, "configurations is null");
    this.server = requireNonNull(server, "server is null");
  }

  /// Goes over to a leaf where that [is due][Succession#isDue].
  ///
  /// @param leaf to serve with
  /// @param settled whom every live configuration has trusted for long enough
  /// @param now by the wall clock
  void offer(Leaf leaf, TrustBundle settled, Instant now) {
    if (leaf.equals(current)) {
      return;
    }
    if (Succession.isDue(
        leaf(),
        leaf,
        each -> configurations.accept(each, now),
        each -> settled.accepts(each, objects.service().verified(), now))) {
      server.accept(leaf);
      current = leaf;
      LOGGER
          .atInfo()
          .addKeyValue("issuer", leaf.certificate().getIssuerX500Principal().getName())
          .addKeyValue("notAfter", leaf.validity().notAfter())
          .log("Serving with a new certificate");
    }
  }

  /// What is served; empty while nothing is.
  Optional<Leaf> leaf() {
    return Optional.ofNullable(current);
  }

  /// Whether the API server would accept it.
  boolean trusted(Instant now) {
    return leaf().filter(leaf -> configurations.accept(leaf, now)).isPresent();
  }

  /// When it expires; [Instant#EPOCH] while there is none.
  Instant notAfter() {
    return leaf().map(leaf -> leaf.validity().notAfter()).orElse(Instant.EPOCH);
  }
}
