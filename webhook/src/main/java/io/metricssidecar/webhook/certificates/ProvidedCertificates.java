package io.metricssidecar.webhook.certificates;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.certs.rotation.ProvidedSecret;
import io.metricssidecar.certs.rotation.ProvidedSecret.Unusable;
import io.metricssidecar.certs.rotation.ProvidedSecret.Usable;
import io.metricssidecar.certs.x509.RejectionReason;
import io.metricssidecar.webhook.certificates.CertificateOptions.Source;
import io.metricssidecar.webhook.certificates.Certificates.Sources;
import io.metricssidecar.webhook.certificates.secret.SecretData;
import io.metricssidecar.webhook.certificates.secret.SharedSecret;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Certificates from a Secret that cert-manager or a person maintains. An unusable Secret is
/// reported; the last good certificate remains in use until the Secret changes.
final class ProvidedCertificates implements CertificateReconciler {
  private static final Logger LOGGER = LoggerFactory.getLogger(ProvidedCertificates.class);

  private final CertificateOptions options;
  private final Sources sources;
  private final SharedSecret secret;
  private final WebhookConfigurations configurations;
  private final ServedCertificate served;
  private final Uptimes<X509Certificate> trust;
  private final Uptimes<Map<String, String>> contents;
  private final AtomicReference<Optional<RejectionReason>> problem =
      new AtomicReference<>(Optional.of(RejectionReason.MISSING));
  private boolean reported;
  private volatile long foreign;

  ProvidedCertificates(
      CertificateOptions options,
      Sources sources,
      SharedSecret secret,
      WebhookConfigurations configurations,
      ServedCertificate served) {
    this.options = requireNonNull(options, "options is null");
    this.sources = requireNonNull(sources, "sources is null");
    this.secret = requireNonNull(secret, "secret is null");
    this.configurations = requireNonNull(configurations, "configurations is null");
    this.served = requireNonNull(served, "served is null");
    this.trust = new Uptimes<>(sources.nanos());
    this.contents = new Uptimes<>(sources.nanos());
  }

  @Override
  public boolean usable() {
    return problem.get().isEmpty();
  }

  @Override
  public long foreignAuthorities() {
    return foreign;
  }

  @Override
  public void reconcile() {
    if (!secret.synced()) {
      return;
    }
    var data = secret.latest().map(SecretData::decoded).orElseGet(Map::of);
    var now = sources.clock().instant();
    var settled = contents.observe(Set.of(data)).getOrDefault(data, Duration.ZERO);
    var trusted = trust.observe(configurations.trusted());
    var provided = ProvidedSecret.read(data, options.service(), now);
    foreign = configurations.foreign(provided.authorities());
    if (options.source() == Source.PROVIDED) {
      configurations.ensureTrust(
          provided.authorities(), live -> provided.trusting(live, settled, now, options.waits()));
    }
    switch (provided) {
      case Usable(var leaf, _) -> {
        report(Optional.empty());
        served.offer(leaf, options.waits().settled(trusted), now);
      }
      case Unusable(var rejection, _) -> report(Optional.of(rejection));
    }
  }

  /// Logs a problem once for each change, so that a Secret that remains unusable does not fill the
  /// log.
  private void report(Optional<RejectionReason> found) {
    if (found.equals(problem.getAndSet(found)) && reported) {
      return;
    }
    reported = true;
    found.ifPresent(
        rejection ->
            LOGGER
                .atWarn()
                .addKeyValue("secret", options.secret())
                .addKeyValue("reason", rejection.sentence())
                .addKeyValue("service", options.service().verified())
                .addKeyValue(
                    "serving", served.leaf().isPresent() ? "the last good certificate" : "nothing")
                .log("Cannot use the Secret's certificate"));
  }
}
