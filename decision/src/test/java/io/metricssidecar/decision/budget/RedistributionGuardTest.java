package io.metricssidecar.decision.budget;

import static io.metricssidecar.decision.budget.BudgetFixture.down;
import static io.metricssidecar.decision.budget.BudgetFixture.lease;
import static io.metricssidecar.decision.budget.BudgetFixture.serving;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Threshold 80 %: the others must stay at or below 70 % on average.
class RedistributionGuardTest {
  private static Optional<DenialReason> objection(BudgetFixture scene) {
    return RedistributionGuard.objection(scene.input());
  }

  @Test
  void allAreHotSoMorePodsAreNeeded() {
    assertThat(objection(BudgetFixture.of(3).withUse(0.95, 0.9, 0.9)))
        .contains(DenialReason.NO_CAPACITY);
  }

  @Test
  void onePodFarAboveItsPeersMayLeave() {
    assertThat(objection(BudgetFixture.of(3).withUse(0.9, 0.2, 0.2))).isEmpty();
  }

  /// The two others would carry (own + 0.4) / 2.
  @ParameterizedTest
  @CsvSource({"1.0, ", "1.01, NO_CAPACITY"})
  void theOthersMustStayAtTheMaximumOrBelow(double own, DenialReason reason) {
    assertThat(objection(BudgetFixture.of(3).withUse(own, 0.2, 0.2)))
        .isEqualTo(Optional.ofNullable(reason));
  }

  @ParameterizedTest
  @CsvSource({"0.4, ", "0.36, ", "0.34, NO_CAPACITY"})
  void aPodThatIsNotFarAboveTheOthersStays(double own, DenialReason reason) {
    assertThat(objection(BudgetFixture.of(4).withUse(own, 0.2, 0.2, 0.2)))
        .isEqualTo(Optional.ofNullable(reason));
  }

  /// At exactly the maximum, and at exactly 15 points above the others, it may be shed.
  @Test
  void theMarksThemselvesAreAllowed() {
    var safe = 0.875 * 0.8;

    assertThat(objection(BudgetFixture.of(3).withUse(2 * safe, 0, 0))).isEmpty();
    assertThat(objection(BudgetFixture.of(3).withUse(0.15, 0, 0))).isEmpty();
  }

  @Test
  void oneOtherIsEnoughToCarryIt() {
    assertThat(objection(BudgetFixture.of(2).withUse(0.5, 0.1))).isEmpty();
  }

  @Test
  void aPeerWhoseUseIsNotKnownKeepsEverybody() {
    assertThat(objection(BudgetFixture.of(3).withUse(0.9, 0.2))).contains(DenialReason.PEER_DATA);
    assertThat(objection(BudgetFixture.of(3))).contains(DenialReason.PEER_DATA);
  }

  /// It uses no more than that. The five others would carry (own + 4 · 0.4 + 1) / 5.
  @ParameterizedTest
  @CsvSource({"0.89, ", "0.92, PEER_DATA"})
  void aPeerWhoseUseIsNotKnownCountsAsOneAtItsLimit(double own, DenialReason reason) {
    assertThat(objection(BudgetFixture.of(6).withUse(own, 0.4, 0.4, 0.4, 0.4)))
        .isEqualTo(Optional.ofNullable(reason));
  }

  /// The mean of the others is (4 · 0.2 + 1) / 5.
  @ParameterizedTest
  @CsvSource({"0.52, ", "0.5, PEER_DATA"})
  void aPodIsFarAboveTheOthersAlsoIfThoseThatAreNotKnownAreAtTheirLimit(
      double own, DenialReason reason) {
    assertThat(objection(BudgetFixture.of(6).withUse(own, 0.2, 0.2, 0.2, 0.2)))
        .isEqualTo(Optional.ofNullable(reason));
  }

  /// A canary, or the other colour: four pods of this workload and two of another.
  @Test
  void podsOfAnotherWorkloadBehindTheServiceCarryNothingAndDenyNothing() {
    var scene = BudgetFixture.of(4).with(new ServiceEndpoints("web", serving(6)));

    assertThat(objection(scene.withUse(0.9, 0.2, 0.2, 0.2))).isEmpty();
    assertThat(objection(scene.withUse(1.51, 0.2, 0.2, 0.2))).contains(DenialReason.NO_CAPACITY);
    assertThat(objection(scene.withUse(0.9, 0.2, 0.2))).contains(DenialReason.PEER_DATA);
    assertThat(projected(scene.withUse(0.75, 0.5, 0.5, 0.25)))
        .isEqualTo(OptionalDouble.of(2.0 / 3));
  }

  @Test
  void aPodThatDoesNotServeItselfIsNotAsked() {
    var service =
        new ServiceEndpoints("web", List.of(down(0), serving(3).get(1), serving(3).get(2)));

    assertThat(objection(BudgetFixture.of(3).with(service).withUse(0.9, 0.2, 0.2)))
        .contains(DenialReason.PEER_DATA);
  }

  @Test
  void podsThatAreDownCarryNothing() {
    var service =
        new ServiceEndpoints("web", List.of(serving(2).get(0), serving(2).get(1), down(2)));

    assertThat(objection(BudgetFixture.of(3).with(service).withUse(0.5, 0.1))).isEmpty();
    assertThat(objection(BudgetFixture.of(3).with(service).withUse(0.65, 0.1)))
        .contains(DenialReason.NO_CAPACITY);
  }

  /// The load of a pod that has just been shed shows in the samples of the others half a minute
  /// later: until then it is counted where it was seen.
  @Test
  void theLoadOfHoldersIsLeftToTheOthers() {
    var scene = BudgetFixture.of(4).with(lease(null, 3));

    assertThat(objection(scene.withUse(0.6, 0.1, 0.1, 0.6))).isEmpty();
    assertThat(objection(scene.withUse(0.6, 0.1, 0.1, 0.61))).contains(DenialReason.NO_CAPACITY);
  }

  @Test
  void aHolderWhoseUseIsNotKnownCountsAsOneAtItsLimit() {
    var scene = BudgetFixture.of(6).with(lease(null, 5));

    assertThat(objection(scene.withUse(1.4, 0.1, 0.1, 0.1, 0.1))).isEmpty();
    assertThat(objection(scene.withUse(1.41, 0.1, 0.1, 0.1, 0.1)))
        .contains(DenialReason.NO_CAPACITY);
  }

  /// The three fleets of which too many pods used to be shed, with the others at 105 %, 88 % and 75
  /// %.
  @ParameterizedTest
  @CsvSource({"4, 2, 0.95, 0.10, 1", "20, 6, 1.00, 0.45, 2", "10, 2, 1.00, 0.50, 1"})
  void podsThatGetHotTogetherAreShedOnlyAsFarAsTheOthersCarryThemAll(
      int pods, int hot, double high, double low, int shed) {
    var use = IntStream.range(0, pods).mapToDouble(pod -> pod < hot ? high : low).toArray();
    var scene = BudgetFixture.of(pods).guarded().withUse(use);
    for (var pod = 0; pod < hot; pod++) {
      scene = scene.afterRequestOf(pod);
    }

    assertThat(scene.lease().holders()).hasSize(shed);
  }

  @Test
  void whoIsAloneStays() {
    assertThat(objection(BudgetFixture.of(1).withUse(0.9))).contains(DenialReason.FLOOR);
  }

  /// B=1 of four with a floor of 75 %: the hotter pod goes first, once.
  @Test
  void theHottestGoesFirstOnce() {
    var scene = BudgetFixture.of(4).with(BudgetFixture.floor(75)).withUse(0.85, 0.9, 0.1, 0.1);

    assertThat(objection(scene)).contains(DenialReason.HOTTER_FIRST);
    assertThat(objection(scene.askedBefore())).isEmpty();
  }

  @Test
  void withASlotForEachNobodyWaits() {
    assertThat(objection(BudgetFixture.of(4).withUse(0.85, 0.9, 0.1, 0.1))).isEmpty();
  }

  /// Two slots, one of them taken: one hotter pod is enough to wait for.
  @Test
  void slotsThatAreTakenAreNotFree() {
    var scene = BudgetFixture.of(6).with(BudgetFixture.floor(66)).with(lease(null, 5));

    assertThat(objection(scene.withUse(0.85, 0.9, 0.1, 0.1, 0.1, 0.1)))
        .contains(DenialReason.HOTTER_FIRST);
  }

  @Test
  void onlyThoseThatWouldAskThemselvesGoFirst() {
    var tight = BudgetFixture.of(4).with(BudgetFixture.floor(75));

    assertThat(objection(tight.withUse(0.85, 0.85, 0.1, 0.1))).isEmpty();
    assertThat(objection(tight.withUse(0.75, 0.8, 0.1, 0.1))).isEmpty();
    assertThat(
            objection(
                BudgetFixture.of(9)
                    .with(lease(null, 8))
                    .withUse(0.85, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.99)))
        .isEmpty();
  }

  @Test
  void tellsWhatTheOthersWouldCarry() {
    assertThat(projected(BudgetFixture.of(3).withUse(0.75, 0.5, 0.25)))
        .isEqualTo(OptionalDouble.of(0.75));
    assertThat(projected(BudgetFixture.of(3).withUse(0.75, 0.5))).isEmpty();
    assertThat(projected(BudgetFixture.of(1).withUse(0.75))).isEmpty();
    assertThat(projected(BudgetFixture.of(3).with(lease(null, 2)).withUse(0.75, 0.25, 0.5)))
        .isEqualTo(OptionalDouble.of(1.5));
    assertThat(projected(BudgetFixture.of(3).with(lease(null, 2)).withUse(0.75, 0.25)))
        .isEqualTo(OptionalDouble.of(2.0));
  }

  private static OptionalDouble projected(BudgetFixture scene) {
    return RedistributionGuard.projected(scene.input());
  }
}
