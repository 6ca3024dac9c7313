package io.metricssidecar.webhook.server;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.certs.Leaf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What the TLS port serves with.
///
/// @param certificate PEM, with intermediates where there are some
/// @param key PEM
public record ServingCertificate(Buffer certificate, Buffer key) {
  public ServingCertificate {
    requireNonNull(certificate, "certificate is null");
    requireNonNull(key, "key is null");
  }

  /// One of our own.
  public static ServingCertificate of(Leaf leaf) {
    return new ServingCertificate(
        Buffer.buffer(leaf.certificatePem()), Buffer.buffer(leaf.keyPem()));
  }

  /// One that somebody else made.
  ///
  /// @throws IOException where a file cannot be read
  public static ServingCertificate read(Path certificate, Path key) throws IOException {
    return new ServingCertificate(
        Buffer.buffer(Files.readAllBytes(certificate)), Buffer.buffer(Files.readAllBytes(key)));
  }

  /// For Vert.x.
  PemKeyCertOptions options() {
    return new PemKeyCertOptions().setCertValue(certificate).setKeyValue(key);
  }

  /// Without the key.
  @Override
  public String toString() {
    return "ServingCertificate[***]";
  }
}
