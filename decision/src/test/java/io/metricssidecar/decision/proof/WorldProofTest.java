package io.metricssidecar.decision.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.decision.budget.BudgetRule;
import io.metricssidecar.decision.budget.BudgetRule.Decision;
import io.metricssidecar.decision.budget.BudgetRule.Input;
import io.metricssidecar.decision.proof.FloorReads.Late;
import io.metricssidecar.decision.proof.LoadReads.Moments;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// I2 and I3 in the world, in every reachable state: I2 against every adversary that does not touch
/// the Lease, I3 in every order of events. `make proof` does the larger ones, and I3 with faults.
class WorldProofTest {
  private static final Size TWO = new Size(2, 1);
  private static final Size THREE = new Size(3, 2);

  /// Everyday faults but deletions: a pod that dies takes its sample with it.
  static final Set<Fault> NOBODY_DIES = EnumSet.of(Fault.LOSS, Fault.STALE_READS, Fault.CRASH);

  /// One pod far above the others; two above the third that cannot go both; two that can.
  enum Loads {
    ONE_CAN_GO,
    NOBODY_CAN_GO,
    TWO_CAN_GO;

    /// Of the three pods, as shares of their limit.
    private List<Double> shares() {
      return switch (this) {
        case ONE_CAN_GO -> List.of(0.8, 0.5, 0.05);
        case NOBODY_CAN_GO -> List.of(0.9, 0.9, 0.3);
        case TWO_CAN_GO -> List.of(0.4, 0.25, 0.03);
      };
    }
  }

  @ParameterizedTest
  @CsvSource({"2,1", "3,1"})
  void enoughOthersServeWhenAPodIsShed(int pods, int slots) {
    var verdict = floor(new Size(pods, slots), BudgetRule::decide, Late.EXCEPTED);

    assertThat(verdict.broken()).isEmpty();
    assertThat(verdict.stuck()).isZero();
  }

  @ParameterizedTest
  @EnumSource(
      value = WeakRule.class,
      names = {"DOWN_PODS_COUNT", "THE_POD_COUNTS_ITSELF"})
  void aRuleThatCountsWhoDoesNotServeIsCaught(WeakRule rule) {
    assertThat(floor(TWO, rule::decide, Late.EXCEPTED).broken())
        .contains("I2 violated: 0 others serve");
  }

  @Test
  void aRuleThatCountsHoldersIsCaught() {
    assertThat(floor(THREE, WeakRule.READY_HOLDERS_COUNT::decide, Late.EXCEPTED).broken())
        .contains("I2 violated: 0 others serve");
  }

  /// What I2 cannot promise: it is as good as what was read.
  @Test
  void aPodThatStopsServingAfterAnotherHasReadIsMissed() {
    assertThat(floor(TWO, BudgetRule::decide, Late.HELD_AGAINST_IT).broken())
        .contains("I2 violated: 0 others serve");
  }

  @ParameterizedTest
  @EnumSource
  void theOthersCanCarryTheLoadWhenAPodIsShed(Loads loads) {
    var verdict = load(loads, Set.of(), BudgetRule::decide, Moments.ONE);

    assertThat(verdict.broken()).isEmpty();
    assertThat(verdict.stuck()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "NO_GUARD, ONE_CAN_GO, I3 violated: 1.35 on 1 others",
    "NO_GUARD, NOBODY_CAN_GO, I3 violated: 2.10 on 2 others",
    "HOLDERS_WEIGH_NOTHING, ONE_CAN_GO, I3 violated: 1.35 on 1 others"
  })
  void aRuleThatAsksTheOthersTooMuchIsCaught(WeakRule rule, Loads loads, String broken) {
    assertThat(load(loads, NOBODY_DIES, rule::decide, Moments.ONE).broken()).contains(broken);
  }

  /// A guard that lets nobody out would keep I3 as well.
  @ParameterizedTest
  @CsvSource({"ONE_CAN_GO, 1", "NOBODY_CAN_GO, 0", "TWO_CAN_GO, 2"})
  void asManyGoAsTheOthersCanCarry(Loads loads, int out) {
    var size = new Size(3, out);
    var slots = Math.max(0, out - 1);

    assertThat(budget(size, loads).broken()).isEqualTo(Optional.empty());
    assertThat(budget(new Size(3, slots), loads).broken())
        .isEqualTo(
            out == 0
                ? Optional.empty()
                : Optional.of("I1a violated: %d pods answer 400".formatted(out)));
  }

  /// What I3 cannot promise: for as long as the sample of a holder no longer has its load and those
  /// of the others do not have it yet, nobody has it.
  @Test
  void loadThatMovesBetweenSamplesIsMissed() {
    assertThat(
            load(Loads.ONE_CAN_GO, Set.of(Fault.LOSS), BudgetRule::decide, Moments.SEVERAL)
                .broken())
        .contains("I3 violated: 1.35 on 1 others");
  }

  static Explorer.Verdict floor(Size size, Function<Input, Decision> rule, Late late) {
    return new Explorer(
            size,
            () -> {
              var decisions = new Decisions(size, rule);
              return new Protocol(
                  size,
                  Fault.EVERYDAY,
                  Shipped.quotient(),
                  decisions,
                  new FloorReads(size, decisions, late));
            },
            Explorer.Names.INTERCHANGEABLE)
        .explore();
  }

  static Explorer.Verdict load(
      Loads loads, Set<Fault> faults, Function<Input, Decision> rule, Moments moments) {
    return new Explorer(THREE, () -> protocol(loads, faults, rule, moments), Explorer.Names.KEPT)
        .explore();
  }

  /// Whether more than a number of pods go out, where two may by the floor.
  private static Explorer.Verdict budget(Size counted, Loads loads) {
    return new Explorer(
            counted,
            () -> protocol(loads, Set.of(), BudgetRule::decide, Moments.ONE),
            Explorer.Names.KEPT)
        .explore();
  }

  private static Protocol protocol(
      Loads loads, Set<Fault> faults, Function<Input, Decision> rule, Moments moments) {
    var decisions = new Decisions(THREE, rule);
    return new Protocol(
        THREE,
        faults,
        Shipped.quotient(),
        decisions,
        new LoadReads(THREE, decisions, loads.shares(), moments));
  }
}
