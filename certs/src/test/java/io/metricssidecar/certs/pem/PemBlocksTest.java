package io.metricssidecar.certs.pem;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.certs.IssuedFixture;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.Test;

/// Blocks as people and issuers write them.
class PemBlocksTest {
  private static final X509Certificate CERTIFICATE =
      IssuedFixture.leaf("web").chain().certificate();
  private static final String BLOCK = Pem.of(CERTIFICATE);
  private static final PrivateKey CURVE = IssuedFixture.leaf("web").key();
  private static final PrivateKey RSA = IssuedFixture.withRsaKey("web").key();
  private static final PrivateKey EDWARDS = IssuedFixture.withEdwardsKey("web").key();

  @Test
  void readsWhatItHasWritten() {
    assertThat(Pem.certificates(BLOCK)).containsExactly(CERTIFICATE);
    assertThat(Pem.privateKey(Pem.of(CURVE))).contains(CURVE);
  }

  @Test
  void readsBlocksInOneLineIndentedOrWithOtherLineEnds() {
    assertThat(Pem.certificates(BLOCK.replace("\n", ""))).containsExactly(CERTIFICATE);
    assertThat(Pem.certificates(BLOCK.indent(4))).containsExactly(CERTIFICATE);
    assertThat(Pem.certificates(BLOCK.replace("\n", "\r\n"))).containsExactly(CERTIFICATE);
  }

  @Test
  void skipsABlockWithoutAnEndAndReadsTheNextOne() {
    var cut = BLOCK.substring(0, BLOCK.length() / 2);

    assertThat(Pem.certificates(cut + BLOCK)).containsExactly(CERTIFICATE);
    assertThat(Pem.certificates(BLOCK + cut)).containsExactly(CERTIFICATE);
  }

  @Test
  void skipsACertificateThatCannotBeRead() {
    var broken = "-----BEGIN CERTIFICATE-----\nMAMCAQE=\n-----END CERTIFICATE-----\n";

    assertThat(Pem.certificates(broken + "text" + BLOCK)).containsExactly(CERTIFICATE);
  }

  @Test
  void readsNoCertificateOfAnotherLabel() {
    assertThat(Pem.certificates(BLOCK.replace(" CERTIFICATE", " TRUSTED CERTIFICATE"))).isEmpty();
    assertThat(Pem.certificates(BLOCK.replace(" CERTIFICATE", " X509 CERTIFICATE"))).isEmpty();
  }

  @Test
  void readsNoKeyWhereTheFirstOneIsUnreadableOrOfAnotherAlgorithm() {
    var broken = "-----BEGIN PRIVATE KEY-----\nMAMCAQE=\n-----END PRIVATE KEY-----\n";

    assertThat(Pem.privateKey(broken + Pem.of(CURVE))).isEmpty();
    assertThat(Pem.privateKey(Pem.of(EDWARDS) + Pem.of(CURVE))).isEmpty();
  }

  @Test
  void namesTheAlgorithmOfAKey() {
    assertThat(Pem.keyAlgorithm(BLOCK + Pem.of(CURVE))).contains("EC");
    assertThat(Pem.keyAlgorithm(Pem.of(RSA))).contains("RSA");
    assertThat(Pem.keyAlgorithm(Pem.of(EDWARDS))).isEmpty();
    assertThat(Pem.keyAlgorithm(BLOCK)).isEmpty();
    assertThat(Pem.keyAlgorithm(null)).isEmpty();
  }
}
