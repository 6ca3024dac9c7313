package io.metricssidecar.webhook;

import io.metricssidecar.certs.Authority;
import io.metricssidecar.certs.ServiceName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A certificate for a webhook without cluster, in files, and clients that trust it.
///
/// @param certificate PEM file
/// @param key PEM file
/// @param context of the clients
record AloneTls(Path certificate, Path key, SSLContext context) {
  /// Makes a certificate in a folder.
  static AloneTls in(Path folder) throws IOException, GeneralSecurityException {
    var random = new SecureRandom();
    var authority = Authority.create(Instant.now(), random);
    var leaf = authority.issue(new ServiceName("localhost", "tools"), Instant.now(), random);
    var trust = KeyStore.getInstance(KeyStore.getDefaultType());
    trust.load(null, null);
    trust.setCertificateEntry("ca", authority.certificate());
    var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trust);
    var context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), random);
    return new AloneTls(
        Files.writeString(folder.resolve("tls.crt"), leaf.certificatePem()),
        Files.writeString(folder.resolve("tls.key"), leaf.keyPem()),
        context);
  }

  /// The settings of a webhook with this certificate and free ports.
  Map<String, String> settings() {
    return Map.of(
        "TLS_CERT", certificate.toString(),
        "TLS_KEY", key.toString(),
        "WEBHOOK_PORT", "0",
        "HEALTH_PORT", "0",
        "SHUTDOWN_DRAIN", "0s");
  }
}
