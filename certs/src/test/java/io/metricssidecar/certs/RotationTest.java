package io.metricssidecar.certs;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.certs.Rotation.Cause;
import io.metricssidecar.certs.Rotation.Step;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RotationTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Authority AUTHORITY = Authority.create(NOW, RANDOM);
  private static final Authority OTHER = Authority.create(NOW, RANDOM);
  private static final TrustBundle BUNDLE = TrustBundle.EMPTY.plus(AUTHORITY.certificate());
  private static final Map<String, String> DATA = CaSecret.data(AUTHORITY, TrustBundle.EMPTY);

  @Test
  void createsTheFirstAuthorityInABlankSecret() {
    var first = new Step.CreateAuthority(Cause.FIRST, TrustBundle.EMPTY);

    assertThat(next(null)).isEqualTo(first);
    assertThat(next(Map.of())).isEqualTo(first);
    assertThat(next(Map.of(CaSecret.KEY, "", CaSecret.CERTIFICATE, "\n"))).isEqualTo(first);
  }

  @Test
  void keepsWhatItHasWritten() {
    assertThat(next(DATA)).isEqualTo(new Step.Keep(AUTHORITY, BUNDLE));
  }

  @Test
  void makesANewAuthorityWhereTheKeyIsGarbageAndGoesOnTrustingTheOld() {
    assertThat(next(with(CaSecret.KEY, "garbage")))
        .isEqualTo(new Step.CreateAuthority(Cause.UNREADABLE, BUNDLE));
  }

  @Test
  void makesANewAuthorityWhereTheKeyIsAnothers() {
    assertThat(next(with(CaSecret.KEY, OTHER.keyPem())))
        .isEqualTo(new Step.CreateAuthority(Cause.UNREADABLE, BUNDLE));
  }

  @Test
  void makesANewAuthorityWhereTheCertificateIsMissing() {
    var data = new HashMap<>(DATA);
    data.remove(CaSecret.CERTIFICATE);

    assertThat(next(data)).isEqualTo(new Step.CreateAuthority(Cause.UNREADABLE, BUNDLE));
  }

  @Test
  void repairsABundleThatLacksTheSigningAuthority() {
    assertThat(next(with(CaSecret.BUNDLE, "garbage")))
        .isEqualTo(new Step.RepairBundle(AUTHORITY, BUNDLE));
    assertThat(next(with(CaSecret.BUNDLE, OTHER.certificatePem())))
        .isEqualTo(new Step.RepairBundle(AUTHORITY, BUNDLE.plus(OTHER.certificate())));
  }

  @Test
  void dropsExpiredAuthoritiesFromTheBundle() {
    var old = Authority.create(NOW.minus(Duration.ofDays(400)), RANDOM);

    assertThat(next(CaSecret.data(AUTHORITY, TrustBundle.EMPTY.plus(old.certificate()))))
        .isEqualTo(new Step.RepairBundle(AUTHORITY, BUNDLE));
  }

  @Test
  void replacesTheAuthorityAfterTwoThirdsOfItsTimeAndGoesOnTrustingIt() {
    var due = NOW.plus(Duration.ofHours(365 * 24 * 2 / 3));

    assertThat(at(due.minusSeconds(1))).isEqualTo(new Step.Keep(AUTHORITY, BUNDLE));
    assertThat(at(due)).isEqualTo(new Step.CreateAuthority(Cause.DUE, BUNDLE));
  }

  @Test
  void replacesAnExpiredAuthorityAndStopsTrustingIt() {
    assertThat(at(NOW.plus(Duration.ofDays(366))))
        .isEqualTo(new Step.CreateAuthority(Cause.EXPIRED, TrustBundle.EMPTY));
  }

  @Test
  void keepsAnAuthorityFromTheFutureBecauseTheOwnClockIsBehind() {
    assertThat(at(NOW.minus(Duration.ofDays(30)))).isEqualTo(new Step.Keep(AUTHORITY, BUNDLE));
  }

  @Property(tries = 50)
  void settlesInOneWriteWhateverTheSecretHeld(
      @ForAll String bundle,
      @ForAll String certificate,
      @ForAll @IntRange(min = -400, max = 400) int days) {
    var now = NOW.plus(Duration.ofDays(days));
    var secret =
        CaSecret.read(
            Map.of(
                CaSecret.BUNDLE,
                bundle,
                CaSecret.CERTIFICATE,
                certificate,
                CaSecret.KEY,
                AUTHORITY.keyPem()));

    var written = write(Rotation.next(secret, now), now);

    assertThat(Rotation.next(CaSecret.read(written), now)).isInstanceOf(Step.Keep.class);
  }

  /// Replicas that take the steps in turn, each with its own clock, always trust each other's
  /// leaves: whoever wrote last, the bundle holds the authority that signs.
  @Property(tries = 50)
  void replicasWithClocksDaysApartTrustEachOthersLeaves(
      @ForAll @IntRange(min = 0, max = 350) int age,
      @ForAll @IntRange(min = -7, max = 7) int skew) {
    var service = new ServiceName("metrics-sidecar", "tools");
    var now = NOW.plus(Duration.ofDays(age));
    var before =
        Authority.read(DATA.get(CaSecret.CERTIFICATE), DATA.get(CaSecret.KEY)).orElseThrow();
    var leafInUse = before.issue(service, now, RANDOM);

    var data = write(Rotation.next(CaSecret.read(DATA), now.plus(Duration.ofDays(skew))), now);
    data = write(Rotation.next(CaSecret.read(data), now), now);

    assertThat(CaSecret.read(data).bundle().accepts(leafInUse, service.verified(), now)).isTrue();
  }

  private static Map<String, String> with(String key, String value) {
    var data = new HashMap<>(DATA);
    data.put(key, value);
    return data;
  }

  private static Step at(Instant now) {
    return Rotation.next(CaSecret.read(DATA), now);
  }

  private static Step next(@Nullable Map<String, String> data) {
    return Rotation.next(CaSecret.read(data), NOW);
  }

  private static Map<String, String> write(Step step, Instant now) {
    return switch (step) {
      case Step.Keep keep -> CaSecret.data(keep.signing(), keep.bundle());
      case Step.RepairBundle repair -> CaSecret.data(repair.signing(), repair.bundle());
      case Step.CreateAuthority create ->
          CaSecret.data(Authority.create(now, RANDOM), create.overlap());
    };
  }
}
