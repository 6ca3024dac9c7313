package io.metricssidecar.certs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metricssidecar.certs.x509.Validity;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuthorityTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final SecureRandom RANDOM = new SecureRandom("a seed".getBytes(UTF_8));
  private static final ServiceName SERVICE = new ServiceName("metrics-sidecar", "tools");

  private final Authority authority = Authority.create(NOW, RANDOM);

  @Test
  void isValidForAYearFromAnHourAgo() {
    assertThat(authority.validity())
        .isEqualTo(
            new Validity(Instant.parse("2026-11-21T11:00:00Z"), NOW.plus(Duration.ofDays(365))));
  }

  @Test
  void signsLeavesForAWeekFromAnHourAgo() {
    assertThat(authority.issue(SERVICE, NOW, RANDOM).validity())
        .isEqualTo(
            new Validity(Instant.parse("2026-11-21T11:00:00Z"), NOW.plus(Duration.ofDays(7))));
  }

  /// A clock may be ahead of the API server's, by minutes or by months.
  @Test
  void signsNoLeafThatBeginsAfterItself() {
    var later = NOW.plus(Duration.ofDays(100));

    assertThat(authority.issue(SERVICE, later, RANDOM).validity())
        .isEqualTo(new Validity(authority.validity().notBefore(), later.plus(Duration.ofDays(7))));
  }

  /// By such a clock the authority is not valid yet, so no replica becomes ready.
  @Test
  void signsEvenIfTheClockIsBeforeItsOwnValidity() {
    var earlier = NOW.minus(Duration.ofDays(100));

    assertThat(authority.issue(SERVICE, earlier, RANDOM).validity())
        .isEqualTo(
            new Validity(earlier.minus(Duration.ofHours(1)), earlier.plus(Duration.ofDays(7))));
  }

  @Test
  void putsEveryNameOfTheServiceIntoTheLeaf() throws Exception {
    var leaf = authority.issue(SERVICE, NOW, RANDOM);

    assertThat(leaf.certificate().getSubjectAlternativeNames().stream().map(List::getLast))
        .extracting(Object::toString)
        .containsExactly(
            "metrics-sidecar.tools.svc",
            "metrics-sidecar.tools.svc.cluster.local",
            "metrics-sidecar.tools",
            "metrics-sidecar");
  }

  @Test
  void usesEllipticCurveKeysThatEveryApiServerAccepts() {
    var leaf = authority.issue(SERVICE, NOW, RANDOM);

    assertThat(List.of(authority.certificate(), leaf.certificate()))
        .extracting(X509Certificate::getSigAlgName)
        .containsOnly("SHA256withECDSA");
    assertThat(leaf.key().getAlgorithm()).isEqualTo("EC");
  }

  @Test
  void signsForTheLongestNamesKubernetesAllows() {
    var service = new ServiceName("s".repeat(63), "n".repeat(63));

    var leaf = authority.issue(service, NOW, RANDOM);

    assertThat(
            TrustBundle.EMPTY.plus(authority.certificate()).accepts(leaf, service.verified(), NOW))
        .isTrue();
  }

  @Test
  void isReadBackFromItsPem() {
    assertThat(Authority.parse(authority.certificatePem(), authority.keyPem()))
        .isEqualTo(authority);
  }

  @Test
  void isNotReadWithAnotherAuthoritysKey() {
    var other = Authority.create(NOW, RANDOM);

    assertThatThrownBy(() -> Authority.parse(authority.certificatePem(), other.keyPem()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not a certificate authority's certificate with its own elliptic curve key");
  }

  @Test
  void isNotReadFromALeaf() {
    var leaf = authority.issue(SERVICE, NOW, RANDOM);

    assertThat(Authority.read(leaf.certificatePem(), leaf.keyPem())).isEmpty();
  }

  @Test
  void printsNoKey() {
    var leaf = authority.issue(SERVICE, NOW, RANDOM);

    assertThat(authority + " " + leaf)
        .matches("Authority\\[CN=metrics-sidecar-ca-\\w{8}] Leaf\\[\\w+]");
  }
}
