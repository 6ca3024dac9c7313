package io.metricssidecar.webhook.server;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.certs.Leaf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The certificate and key of the TLS port.
///
/// @param certificate in PEM, followed by the intermediates if there are any
/// @param key in PEM
public record ServingCertificate(Buffer certificate, Buffer key) {
  public ServingCertificate {
    requireNonNull(certificate, "certificate is null");
    requireNonNull(key, "key is null");
  }

  /// The certificate of a leaf.
  public static ServingCertificate of(Leaf leaf) {
    return new ServingCertificate(
        Buffer.buffer(leaf.certificatePem()), Buffer.buffer(leaf.keyPem()));
  }

  /// The certificate in files.
  ///
  /// @throws IOException if a file cannot be read
  public static ServingCertificate read(Path certificate, Path key) throws IOException {
    return new ServingCertificate(
        Buffer.buffer(Files.readAllBytes(certificate)), Buffer.buffer(Files.readAllBytes(key)));
  }

  /// The same for Vert.x.
  PemKeyCertOptions options() {
    return new PemKeyCertOptions().setCertValue(certificate).setKeyValue(key);
  }

  /// A text without the key.
  @Override
  public String toString() {
    return "ServingCertificate[***]";
  }
}
