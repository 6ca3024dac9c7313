package io.metricssidecar.certs;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TrustBundleTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final ServiceName SERVICE = new ServiceName("metrics-sidecar", "tools");

  private final Authority first = Authority.create(NOW, RANDOM);
  private final Authority second = Authority.create(NOW.plusSeconds(1), RANDOM);
  private final TrustBundle both =
      TrustBundle.EMPTY.plus(second.certificate()).plus(first.certificate());

  @Test
  void isWrittenTheSameInWhicheverOrderItWasBuilt() {
    var other = TrustBundle.EMPTY.plus(first.certificate()).plus(second.certificate());

    assertThat(both.pem())
        .isEqualTo(other.pem())
        .isEqualTo(first.certificatePem() + second.certificatePem());
  }

  @Test
  void holdsEveryAuthorityOnce() {
    assertThat(both.union(both).plus(first.certificate())).isEqualTo(both);
  }

  @Test
  void isReadBackFromItsPemAndSkipsGarbage() {
    var text =
        "hello\n"
            + second.certificatePem()
            + "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
            + first.keyPem()
            + first.certificatePem()
            + "-----BEGIN CERTIFICATE-----";

    assertThat(TrustBundle.parse(text)).isEqualTo(both);
  }

  @Test
  void isEmptyWithoutText() {
    assertThat(TrustBundle.parse(null))
        .isEqualTo(TrustBundle.EMPTY)
        .extracting(TrustBundle::pem)
        .isEqualTo("");
  }

  @Test
  void dropsExpiredAuthorities() {
    var later = first.validity().notAfter();

    assertThat(both.withoutExpired(later)).isEqualTo(TrustBundle.EMPTY.plus(second.certificate()));
  }

  @Test
  void acceptsALeafOfEitherAuthorityForItsNames() {
    assertThat(both.accepts(first.issue(SERVICE, NOW, RANDOM), SERVICE.verified(), NOW)).isTrue();
    assertThat(both.accepts(second.issue(SERVICE, NOW, RANDOM), "metrics-sidecar", NOW)).isTrue();
  }

  @Test
  void rejectsALeafOfAnotherAuthorityEvenOneOfTheSameName() {
    var stranger = Authority.create(NOW, RANDOM).issue(SERVICE, NOW, RANDOM);

    assertThat(both.accepts(stranger, SERVICE.verified(), NOW)).isFalse();
  }

  @Test
  void rejectsAnotherName() {
    assertThat(both.accepts(first.issue(SERVICE, NOW, RANDOM), "other.tools.svc", NOW)).isFalse();
  }

  @Test
  void rejectsALeafBeforeAndAfterItsValidity() {
    var leaf = first.issue(SERVICE, NOW, RANDOM);

    assertThat(both.accepts(leaf, SERVICE.verified(), NOW.minus(Duration.ofHours(2)))).isFalse();
    assertThat(both.accepts(leaf, SERVICE.verified(), NOW.plus(Duration.ofDays(8)))).isFalse();
  }

  @Test
  void rejectsALeafOfAnExpiredAuthority() {
    var late = NOW.plus(Duration.ofDays(364));
    var leaf = first.issue(SERVICE, late, RANDOM);

    assertThat(both.accepts(leaf, SERVICE.verified(), late)).isTrue();
    assertThat(both.accepts(leaf, SERVICE.verified(), late.plus(Duration.ofDays(2)))).isFalse();
  }

  @Test
  void trustsNoAuthorityWhenEmpty() {
    assertThat(
            TrustBundle.EMPTY.accepts(first.issue(SERVICE, NOW, RANDOM), SERVICE.verified(), NOW))
        .isFalse();
  }
}
