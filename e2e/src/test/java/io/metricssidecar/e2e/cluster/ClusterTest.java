package io.metricssidecar.e2e.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterTest {
  @ParameterizedTest
  @ValueSource(strings = {"EC", "RSA"})
  void tellsKindsOfKeysApart(String algorithm) throws NoSuchAlgorithmException {
    var key = KeyPairGenerator.getInstance(algorithm).generateKeyPair().getPrivate();
    var pem =
        "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
            .formatted(Base64.getMimeEncoder().encodeToString(key.getEncoded()));

    assertThat(Cluster.keyAlgorithm(Base64.getEncoder().encodeToString(pem.getBytes(UTF_8))))
        .contains(algorithm);
  }
}
