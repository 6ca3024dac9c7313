package io.metricssidecar.certs.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.certs.Authority;
import io.metricssidecar.certs.IssuedFixture;
import io.metricssidecar.certs.Leaf;
import io.metricssidecar.certs.ServiceName;
import io.metricssidecar.certs.TrustBundle;
import io.metricssidecar.certs.pem.Pem;
import io.metricssidecar.certs.rotation.ProvidedSecret.Unusable;
import io.metricssidecar.certs.rotation.ProvidedSecret.Usable;
import io.metricssidecar.certs.x509.RejectionReason;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProvidedSecretTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final ServiceName SERVICE = new ServiceName("web", "shop");
  private static final String NAME = SERVICE.verified();
  private static final IssuedFixture ISSUED = IssuedFixture.leaf(NAME);
  private static final TrustBundle OTHERS =
      TrustBundle.EMPTY.plus(Authority.create(NOW, new SecureRandom()).certificate());
  private static final Duration BRIEFLY = Duration.ofDays(7).minusSeconds(1);
  private static final Duration LONG = Duration.ofDays(7);

  @Test
  void isUsableWithCertificateAndKeyOfTheService() {
    assertThat(read(data(ISSUED))).isEqualTo(usable(ISSUED, TrustBundle.EMPTY));
  }

  @Test
  void readsTheAuthoritiesOfTheSecret() {
    assertThat(read(with("ca.crt", ISSUED.trust().pem())))
        .isEqualTo(usable(ISSUED, ISSUED.trust()));
  }

  @Test
  void keepsIntermediates() {
    var issued = IssuedFixture.underAnIntermediate(NAME);

    assertThat(read(data(issued))).isEqualTo(usable(issued, TrustBundle.EMPTY));
  }

  @Test
  void acceptsRsaAsWell() {
    var issued = IssuedFixture.withRsaKey(NAME);

    assertThat(read(data(issued))).isEqualTo(usable(issued, TrustBundle.EMPTY));
  }

  /// Some API servers reject them.
  @Test
  void doesNotAcceptEdwardsCurves() {
    assertThat(read(data(IssuedFixture.withEdwardsKey(NAME))))
        .isEqualTo(unusable(RejectionReason.UNREADABLE));
  }

  @Test
  void isUnusableWhileAnythingIsMissing() {
    assertThat(ProvidedSecret.read(null, SERVICE, NOW))
        .isEqualTo(unusable(RejectionReason.MISSING));
    assertThat(read(Map.of())).isEqualTo(unusable(RejectionReason.MISSING));
    assertThat(read(with("tls.key", "\n"))).isEqualTo(unusable(RejectionReason.MISSING));
    assertThat(read(with("tls.crt", ""))).isEqualTo(unusable(RejectionReason.MISSING));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tls.crt", "tls.key"})
  void isUnusableIfACertificateOrKeyIsGarbage(String key) {
    assertThat(read(with(key, "garbage"))).isEqualTo(unusable(RejectionReason.UNREADABLE));
  }

  @Test
  void isUnusableWithTheKeyOfAnotherCertificate() {
    var other = IssuedFixture.withRsaKey(NAME);

    assertThat(read(with("tls.key", Pem.of(other.key()))))
        .isEqualTo(unusable(RejectionReason.OTHER_KEY));
  }

  @Test
  void isUnusableBeforeAndAfterItsValidityAndForAnotherService() {
    var data = data(ISSUED);

    assertThat(ProvidedSecret.read(data, SERVICE, NOW.minus(LONG)))
        .isEqualTo(unusable(RejectionReason.NOT_YET_VALID));
    assertThat(ProvidedSecret.read(data, SERVICE, NOW.plus(LONG)))
        .isEqualTo(unusable(RejectionReason.EXPIRED));
    assertThat(ProvidedSecret.read(data, new ServiceName("web", "other"), NOW))
        .isEqualTo(unusable(RejectionReason.OTHER_NAME));
    assertThat(read(data(IssuedFixture.client(NAME))))
        .isEqualTo(unusable(RejectionReason.NOT_FOR_SERVERS));
  }

  @Test
  void addsItsAuthoritiesToTheTrust() {
    var wanted = read(with("ca.crt", ISSUED.trust().pem()));

    assertThat(trusting(wanted, OTHERS, BRIEFLY)).isEqualTo(OTHERS.union(ISSUED.trust()));
    assertThat(trusting(wanted, TrustBundle.EMPTY, BRIEFLY)).isEqualTo(ISSUED.trust());
  }

  @Test
  void removesOtherAuthoritiesFromTheTrustAfterTheOverlap() {
    assertThat(trusting(read(with("ca.crt", ISSUED.trust().pem())), OTHERS, LONG))
        .isEqualTo(ISSUED.trust());
  }

  @Test
  void removesNoAuthorityWhileItsOwnHaveNotIssuedItsCertificate() {
    var stranger = TrustBundle.EMPTY.plus(Authority.create(NOW, new SecureRandom()).certificate());

    assertThat(trusting(read(with("ca.crt", stranger.pem())), OTHERS, LONG))
        .isEqualTo(OTHERS.union(stranger));
    var broken = with("ca.crt", ISSUED.trust().pem());
    broken.put("tls.key", "garbage");
    assertThat(trusting(read(broken), OTHERS, LONG)).isEqualTo(OTHERS.union(ISSUED.trust()));
  }

  @Test
  void doesNotChangeTheTrustIfItHasNoAuthority() {
    assertThat(trusting(read(data(ISSUED)), OTHERS, LONG)).isEqualTo(OTHERS);
    assertThat(trusting(read(with("ca.crt", "garbage")), OTHERS, LONG)).isEqualTo(OTHERS);
  }

  private static TrustBundle trusting(ProvidedSecret secret, TrustBundle live, Duration settled) {
    return secret.trusting(live, settled, NOW, Waits.PRODUCTION);
  }

  private static ProvidedSecret read(Map<String, String> data) {
    return ProvidedSecret.read(data, SERVICE, NOW);
  }

  private static ProvidedSecret usable(IssuedFixture issued, TrustBundle authorities) {
    return new Usable(new Leaf(issued.chain(), issued.key()), authorities);
  }

  private static ProvidedSecret unusable(RejectionReason reason) {
    return new Unusable(reason, TrustBundle.EMPTY);
  }

  private static Map<String, String> data(IssuedFixture issued) {
    return Map.of("tls.crt", issued.chain().pem(), "tls.key", Pem.of(issued.key()));
  }

  private static Map<String, String> with(String key, String value) {
    var data = new HashMap<>(data(ISSUED));
    data.put(key, value);
    return data;
  }
}
