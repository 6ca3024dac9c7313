package io.metricssidecar.certs;

import static java.util.Objects.requireNonNull;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/// A serving certificate with its key.
///
/// @param certificate that an authority has signed
/// @param key of the certificate
public record Leaf(X509Certificate certificate, PrivateKey key) {
  public Leaf {
    requireNonNull(certificate, "certificate is null");
    requireNonNull(key, "key is null");
  }

  /// When it holds.
  public Validity validity() {
    return Validity.of(certificate);
  }

  /// The certificate as PEM.
  public String certificatePem() {
    return Pem.of(certificate);
  }

  /// The key as PEM. Never log it.
  public String keyPem() {
    return Pem.of(key);
  }

  /// Without the key.
  @Override
  public String toString() {
    return "Leaf[%s]".formatted(certificate.getSerialNumber().toString(16));
  }
}
