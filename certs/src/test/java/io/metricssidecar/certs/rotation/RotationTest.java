package io.metricssidecar.certs.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metricssidecar.certs.Authority;
import io.metricssidecar.certs.TrustBundle;
import io.metricssidecar.certs.rotation.Rotation.Cause;
import io.metricssidecar.certs.rotation.Rotation.Observed;
import io.metricssidecar.certs.rotation.Rotation.Step;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RotationTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Waits WAITS = Waits.PRODUCTION;
  private static final Duration LONG = Duration.ofHours(1);
  private static final Authority FIRST = Authority.create(NOW, RANDOM);
  private static final Authority SECOND = Authority.create(NOW, RANDOM);
  private static final CaSecret SETTLED = CaSecret.BLANK.signedBy(FIRST, NOW);
  private static final CaSecret ANNOUNCED = SETTLED.announcing(SECOND, NOW);
  private static final CaSecret SWITCHED = ANNOUNCED.signedBy(SECOND, NOW);

  @Test
  void createsTheFirstAuthorityInABlankSecret() {
    var first = new Step.CreateAuthority(Cause.FIRST);

    assertThat(step(CaSecret.BLANK)).isEqualTo(first);
    assertThat(step(with(Map.of(CaSecret.KEY, "", CaSecret.CERTIFICATE, "\n")))).isEqualTo(first);
  }

  @Test
  void everyPhaseIsReadBackAsItWasWritten() {
    for (var secret : new CaSecret[] {SETTLED, ANNOUNCED, SWITCHED}) {
      assertThat(CaSecret.read(secret.data(), "")).isEqualTo(secret);
    }
  }

  @Test
  void keepsItsOwnWrites() {
    assertThat(step(SETTLED)).isEqualTo(new Step.Keep(FIRST));
    assertThat(step(SWITCHED)).isEqualTo(new Step.Keep(SECOND));
  }

  @Test
  void announcesTheNextAuthorityAfterTwoThirdsOfTheLifetime() {
    var due = NOW.plus(Duration.ofHours(365 * 24 * 2 / 3));

    assertThat(at(SETTLED, due.minusSeconds(1))).isEqualTo(new Step.Keep(FIRST));
    assertThat(at(SETTLED, due)).isEqualTo(new Step.AnnounceNext(Cause.DUE));
  }

  @Test
  void announcesTheNextAuthorityOnEveryNewRequest() {
    var requested = CaSecret.read(SETTLED.data(), "one");
    var handled = requested.announcing(SECOND, NOW).signedBy(SECOND, NOW);

    assertThat(step(requested)).isEqualTo(new Step.AnnounceNext(Cause.REQUESTED));
    assertThat(step(CaSecret.read(handled.data(), "one"))).isEqualTo(new Step.Keep(SECOND));
    assertThat(step(CaSecret.read(handled.data(), "two")))
        .isEqualTo(new Step.AnnounceNext(Cause.REQUESTED));
  }

  @Test
  void startsNoRequestedRotationWhileTheBundleIsFull() {
    var secret = SETTLED;
    for (var n = 0; n < 16; n++) {
      secret = secret.signedBy(Authority.create(NOW, RANDOM), NOW);
    }
    var full = CaSecret.read(secret.data(), "one");

    assertThat(step(full)).isInstanceOf(Step.Keep.class);
  }

  @Test
  void beginsNothingBeforeTheSecretHasSettled() {
    var requested = CaSecret.read(SETTLED.data(), "one");

    assertThat(Rotation.next(requested, new Observed(NOW, Map.of(), Duration.ofSeconds(59)), WAITS))
        .isEqualTo(new Step.Keep(FIRST));
  }

  @Test
  void switchesOnlyAfterTheNextAuthorityWasTrustedForAMinute() {
    assertThat(trusted(ANNOUNCED, Duration.ofSeconds(59))).isEqualTo(new Step.Keep(FIRST));
    assertThat(trusted(ANNOUNCED, Duration.ofSeconds(60)))
        .isEqualTo(new Step.SwitchSigning(SWITCHED));
    assertThat(SWITCHED.bundle().contains(FIRST.certificate())).isTrue();
  }

  @Test
  void dropsTheOldAuthorityAfterOneLifetimeOfALeaf() {
    var end = NOW.plus(Duration.ofDays(7));

    assertThat(at(SWITCHED, end.minusSeconds(1))).isEqualTo(new Step.Keep(SECOND));
    var dropped = ((Step.DropRetired) at(SWITCHED, end)).secret();
    assertThat(dropped.bundle()).isEqualTo(TrustBundle.EMPTY.plus(SECOND.certificate()));
    assertThat(dropped.trusting(SWITCHED.bundle(), end, WAITS)).isEqualTo(dropped.bundle());
    var forgotten = ((Step.DropRetired) at(dropped, end.plus(Duration.ofDays(7)))).secret();
    assertThat(forgotten.retired()).isEqualTo(Retirements.NONE);
  }

  @Test
  void dropsNoAuthorityByAClockByWhichTheSigningOneIsNotValid() {
    assertThat(at(SWITCHED, NOW.plus(Duration.ofDays(1000))))
        .isEqualTo(new Step.AnnounceNext(Cause.DUE));
  }

  @Test
  void doesNotRemoveAnUnknownAuthority() {
    assertThat(SETTLED.trusting(SWITCHED.bundle(), NOW, WAITS)).isEqualTo(SWITCHED.bundle());
  }

  @Test
  void keepsTrustingARecentlyRetiredAuthorityIfTheBundleIsLost() {
    var broken = with(changed(SWITCHED, CaSecret.BUNDLE, "garbage"));

    assertThat(broken.trusting(SWITCHED.bundle(), NOW, WAITS)).isEqualTo(SWITCHED.bundle());
  }

  @Test
  void createsAnAuthorityIfTheKeyIsGarbageOrAnotherOnesAndKeepsTrustingTheOld() {
    for (var key : new String[] {"", "garbage", SECOND.keyPem()}) {
      var broken = with(changed(SETTLED, CaSecret.KEY, key));
      var repaired = broken.signedBy(SECOND, NOW);

      assertThat(step(broken)).isEqualTo(new Step.CreateAuthority(Cause.UNREADABLE));
      assertThat(repaired.bundle()).isEqualTo(SWITCHED.bundle());
      assertThat(step(repaired)).isEqualTo(new Step.Keep(SECOND));
    }
  }

  @Test
  void switchesToTheAnnouncedAuthorityIfTheOtherIsBroken() {
    assertThat(step(with(changed(ANNOUNCED, CaSecret.CERTIFICATE, "garbage"))))
        .isEqualTo(new Step.SwitchSigning(SWITCHED));
  }

  @Test
  void forgetsAnAnnouncedAuthorityThatIsBroken() {
    var broken = with(changed(ANNOUNCED, CaSecret.NEXT_KEY, "garbage"));

    assertThat(step(broken)).isInstanceOf(Step.Repair.class);
    assertThat(((Step.Repair) step(broken)).secret().next()).isEmpty();
  }

  @Test
  void repairsABundleThatLacksTheSigningAuthority() {
    assertThat(step(with(changed(SETTLED, CaSecret.BUNDLE, "garbage"))))
        .isEqualTo(new Step.Repair(SETTLED));
  }

  @Test
  void keepsAnAuthorityThatIsNotValidYetBecauseItsOwnClockIsBehind() {
    assertThat(at(SETTLED, NOW.minus(Duration.ofDays(30)))).isEqualTo(new Step.Keep(FIRST));
  }

  @Test
  void revertsTheAnnouncementOfAProcessWhoseClockIsAhead() {
    var ahead = NOW.plus(Duration.ofDays(400));
    var wrong = SETTLED.announcing(Authority.create(ahead, RANDOM), ahead);

    assertThat(at(SETTLED, ahead)).isEqualTo(new Step.AnnounceNext(Cause.DUE));
    assertThat(((Step.Repair) step(wrong)).secret().next()).isEmpty();
    assertThat(((Step.Repair) step(wrong)).secret().signing()).contains(FIRST);
  }

  @Test
  void rejectsAnOverlapThatEndsBeforeReplicasHaveSwitched() {
    assertThatThrownBy(() -> new Waits(Duration.ofSeconds(60), Duration.ofSeconds(119)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("less than twice");
  }

  @Test
  void waitsForAMinuteAndForTheLifetimeOfALeafInProduction() {
    assertThat(Waits.PRODUCTION).isEqualTo(new Waits(Duration.ofSeconds(60), Duration.ofDays(7)));
  }

  private static Map<String, String> changed(CaSecret secret, String key, String value) {
    var data = new HashMap<>(secret.data());
    data.put(key, value);
    return data;
  }

  private static CaSecret with(Map<String, String> data) {
    return CaSecret.read(data, "");
  }

  private static Step step(CaSecret secret) {
    return at(secret, NOW);
  }

  private static Step at(CaSecret secret, Instant now) {
    return Rotation.next(secret, new Observed(now, Map.of(), LONG), WAITS);
  }

  private static Step trusted(CaSecret secret, Duration duration) {
    return Rotation.next(
        secret, new Observed(NOW, Map.of(SECOND.certificate(), duration), LONG), WAITS);
  }
}
