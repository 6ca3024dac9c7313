package io.metricssidecar.webhook.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metricssidecar.certs.Authority;
import io.metricssidecar.certs.Leaf;
import io.metricssidecar.certs.ServiceName;
import io.metricssidecar.certs.pem.Pem;
import io.metricssidecar.cluster.health.Liveness;
import io.metricssidecar.cluster.health.MetricSources;
import io.metricssidecar.cluster.health.Readiness;
import io.metricssidecar.injection.options.InjectionOptions;
import io.metricssidecar.webhook.config.WebhookConfig.Listen;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientCertificateIT {
  private static final char[] NO_PASSWORD = {};
  private static final SecureRandom RANDOM = new SecureRandom();

  /// What a webhook answers to a body that is no review: the request has reached it.
  private static final String REACHED = "HTTP/1.1 400 Bad Request";

  private final Authority authority = Authority.create(Instant.now(), RANDOM);

  @TempDir Path folder;

  /// A client with a certificate that it has signed itself.
  private record Client(X509Certificate certificate, KeyPair pair) {
    static Client named(String name) throws GeneralSecurityException, OperatorCreationException {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      var pair = generator.generateKeyPair();
      var subject = new X500Principal("CN=" + name);
      var now = Instant.now();
      var signed =
          new JcaX509v3CertificateBuilder(
                  subject,
                  BigInteger.ONE,
                  Date.from(now.minus(Duration.ofHours(1))),
                  Date.from(now.plus(Duration.ofHours(1))),
                  subject,
                  pair.getPublic())
              .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()));
      return new Client(new JcaX509CertificateConverter().getCertificate(signed), pair);
    }
  }

  @Test
  void onlyAClientOfTheConfiguredAuthorityReachesThePort() throws Exception {
    var apiServer = Client.named("kube-apiserver");
    try (var servers = servers(Files.writeString(folder.resolve("ca.crt"), pem(apiServer)))) {
      servers.serve(serving(), ClientCertificateIT::noReview);

      assertThat(answer(servers, Optional.of(apiServer))).isEqualTo(REACHED);
      assertThatThrownBy(() -> answer(servers, Optional.empty())).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> answer(servers, Optional.of(Client.named("kube-apiserver"))))
          .isInstanceOf(IOException.class);

      servers.serve(serving(), ClientCertificateIT::noReview);

      assertThat(answer(servers, Optional.of(apiServer))).isEqualTo(REACHED);
      assertThatThrownBy(() -> answer(servers, Optional.empty()))
          .as("after the serving certificate was replaced")
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void withoutTheSettingNoClientNeedsACertificate() throws Exception {
    try (var servers = servers(null)) {
      servers.serve(serving(), ClientCertificateIT::noReview);

      assertThat(answer(servers, Optional.empty())).isEqualTo(REACHED);
    }
  }

  @Test
  void aFileWithoutCertificatesIsRefusedAtTheStart() throws Exception {
    var empty = Files.writeString(folder.resolve("ca.crt"), "");
    assertThatThrownBy(() -> servers(empty))
        .hasMessage("CLIENT_CA is \"%s\": expected a PEM file with certificates", empty);

    var missing = folder.resolve("missing.crt");
    assertThatThrownBy(() -> servers(missing))
        .hasMessage("CLIENT_CA is \"%s\": cannot read it", missing);
  }

  private static WebhookServers servers(@Nullable Path clientCa) {
    return new WebhookServers(
        new Listen(0, 0, Duration.ZERO, Optional.ofNullable(clientCa)),
        new Readiness(),
        new Liveness(),
        new MetricSources());
  }

  private ServingCertificate serving() {
    Leaf leaf = authority.issue(new ServiceName("hook", "tools"), Instant.now(), RANDOM);
    return ServingCertificate.of(leaf);
  }

  /// No review reaches the options.
  private static InjectionOptions noReview(String namespace) {
    throw new IllegalStateException(namespace);
  }

  private static String pem(Client client) {
    return Pem.of(client.certificate());
  }

  /// The status line for a request of a client with or without a certificate.
  ///
  /// @throws IOException where the connection is refused
  private String answer(WebhookServers servers, Optional<Client> client) throws Exception {
    try (var socket =
        (SSLSocket)
            context(client)
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), servers.webhookPort())) {
      socket.setSoTimeout(60_000);
      socket
          .getOutputStream()
          .write(
              """
              POST /mutate HTTP/1.1\r
              Host: hook\r
              Content-Type: application/json\r
              Content-Length: 2\r
              \r
              {}"""
                  .getBytes(US_ASCII));
      var answer = new StringBuilder();
      for (var next = socket.getInputStream().read(); next != '\r'; ) {
        if (next < 0) {
          throw new IOException("closed");
        }
        answer.append((char) next);
        next = socket.getInputStream().read();
      }
      return answer.toString();
    }
  }

  private SSLContext context(Optional<Client> client) throws Exception {
    var keys = KeyStore.getInstance(KeyStore.getDefaultType());
    keys.load(null, null);
    if (client.isPresent()) {
      keys.setKeyEntry(
          "client",
          client.get().pair().getPrivate(),
          NO_PASSWORD,
          new Certificate[] {client.get().certificate()});
    }
    var ownKeys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    ownKeys.init(keys, NO_PASSWORD);
    var trust = KeyStore.getInstance(KeyStore.getDefaultType());
    trust.load(null, null);
    trust.setCertificateEntry("ca", authority.certificate());
    var trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(trust);
    var context = SSLContext.getInstance("TLS");
    context.init(ownKeys.getKeyManagers(), trusted.getTrustManagers(), RANDOM);
    return context;
  }
}
