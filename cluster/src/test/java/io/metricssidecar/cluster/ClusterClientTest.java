package io.metricssidecar.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.metricssidecar.certs.Authority;
import io.metricssidecar.certs.ServiceName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Client keys as kubeconfig files have them. Making a client reads its key.
class ClusterClientTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final Authority AUTHORITY = Authority.create(NOW, RANDOM);

  @Test
  void takesEllipticCurveKeysInEveryForm() throws Exception {
    var leaf = AUTHORITY.issue(new ServiceName("me", "shop"), NOW, RANDOM);
    for (var key : new String[] {leaf.keyPem(), sec1(leaf.key().getEncoded())}) {
      var config = config().withClientCertData(base64(leaf.certificatePem()));

      assertThat(algorithm(config.withClientKeyData(base64(key)).build())).isEqualTo("EC");
    }
  }

  @Test
  void takesAKeyFromItsFile(@TempDir Path folder) throws Exception {
    var leaf = AUTHORITY.issue(new ServiceName("me", "shop"), NOW, RANDOM);
    var file = folder.resolve("client.key");
    Files.writeString(file, sec1(leaf.key().getEncoded()));

    var config =
        config()
            .withClientCertData(base64(leaf.certificatePem()))
            .withClientKeyFile(file.toString())
            .build();

    assertThat(algorithm(config)).isEqualTo("EC");
  }

  @Test
  void takesRsaKeysAsBefore() throws Exception {
    var key = KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate();
    var pem = block("PRIVATE KEY", key.getEncoded());
    var leaf = AUTHORITY.issue(new ServiceName("me", "shop"), NOW, RANDOM);
    var config = config().withClientCertData(base64(leaf.certificatePem()));

    assertThat(algorithm(config.withClientKeyData(base64(pem)).build())).isEqualTo("RSA");
  }

  @Test
  void needsNoClientKey() {
    assertThat(algorithm(config().withOauthToken("token").build())).isEqualTo("RSA");
  }

  private static ConfigBuilder config() {
    return new ConfigBuilder(Config.empty()).withMasterUrl("https://localhost:6443/");
  }

  private static String algorithm(Config config) {
    try (var client = ClusterClient.connect(config)) {
      return client.getConfiguration().getClientKeyAlgo();
    }
  }

  /// As openssl writes it: what PKCS #8 wraps, with the curve named inside.
  private static String sec1(byte[] pkcs8) throws IOException {
    var info = PrivateKeyInfo.getInstance(pkcs8);
    var parts = new ASN1EncodableVector();
    var key = ASN1Sequence.getInstance(info.parsePrivateKey());
    parts.add(key.getObjectAt(0));
    parts.add(key.getObjectAt(1));
    parts.add(new DERTaggedObject(true, 0, info.getPrivateKeyAlgorithm().getParameters()));
    return block("EC PRIVATE KEY", new DERSequence(parts).getEncoded());
  }

  private static String block(String label, byte[] content) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(label, Base64.getMimeEncoder().encodeToString(content), label);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(US_ASCII));
  }
}
