package io.metricssidecar.certs;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.certs.pem.Pem;
import io.metricssidecar.certs.x509.Validity;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// A serving certificate with its key.
///
/// @param chain to present
/// @param key of the certificate
public record Leaf(Chain chain, PrivateKey key) {
  /// Validity of the leaves that we issue: short, because their renewal is automatic.
  public static final Duration LIFETIME = Duration.ofDays(7);

  public Leaf {
    requireNonNull(chain, "chain is null");
    requireNonNull(key, "key is null");
  }

  /// A leaf without intermediates.
  Leaf(X509Certificate certificate, PrivateKey key) {
    this(new Chain(certificate, List.of()), key);
  }

  /// The certificate without its intermediates.
  public X509Certificate certificate() {
    return chain.certificate();
  }

  /// The validity of the certificate.
  public Validity validity() {
    return Validity.of(certificate());
  }

  /// The moment to replace a leaf that we issued: one third of [#LIFETIME] before its end, as a
  /// reserve for failures. Counted from the end, because the leaf is valid from its authority's
  /// first moment on.
  public Instant renewAt() {
    return validity().notAfter().minus(LIFETIME.dividedBy(3));
  }

  /// The chain as PEM.
  public String certificatePem() {
    return chain.pem();
  }

  /// The key as PEM. Never log it.
  public String keyPem() {
    return Pem.of(key);
  }

  /// The serial number, without the key.
  @Override
  public String toString() {
    return "Leaf[%s]".formatted(certificate().getSerialNumber().toString(16));
  }
}
