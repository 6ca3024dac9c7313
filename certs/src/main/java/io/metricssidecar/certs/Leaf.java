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
  /// Validity of a leaf that we issue: short, because nobody has to renew it by hand.
  public static final Duration LIFETIME = Duration.ofDays(7);

  public Leaf {
    requireNonNull(chain, "chain is null");
    requireNonNull(key, "key is null");
  }

  /// One that an authority itself has signed.
  Leaf(X509Certificate certificate, PrivateKey key) {
    this(new Chain(certificate, List.of()), key);
  }

  /// The certificate, without the rest of the chain.
  public X509Certificate certificate() {
    return chain.certificate();
  }

  /// When it holds.
  public Validity validity() {
    return Validity.of(certificate());
  }

  /// When to replace one of ours: with a third of its time left for whatever goes wrong. Counted
  /// from the end, as it begins with its authority.
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

  /// Without the key.
  @Override
  public String toString() {
    return "Leaf[%s]".formatted(certificate().getSerialNumber().toString(16));
  }
}
