package io.metricssidecar.decision.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.decision.budget.BudgetRule;
import io.metricssidecar.decision.overload.OverloadPolicy;
import io.metricssidecar.decision.proof.FloorReads.Late;
import io.metricssidecar.decision.proof.LoadReads.Moments;
import io.metricssidecar.decision.proof.WorldProofTest.Loads;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// `make proof`: every size with every adversary, and the shortcuts with the traces that refute
/// them, printed. Takes minutes, so no build runs it by itself.
class LongProof {
  @ParameterizedTest
  @CsvSource({"2,1", "3,1", "3,2", "4,1"})
  void holds(int pods, int slots) {
    var size = new Size(pods, slots);
    for (var faults : ProofTest.adversaries()) {
      var verdict = Shipped.explore(size, faults);
      System.out.printf("%s %s  %s%n", size, verdict, faults);
      assertThat(verdict.broken()).isEmpty();
      assertThat(verdict.stuck()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"2,1", "3,1", "3,2"})
  void leavesEnoughOthers(int pods, int slots) {
    var size = new Size(pods, slots);
    var verdict = WorldProofTest.floor(size, BudgetRule::decide, Late.EXCEPTED);
    System.out.printf("%s %s  I2 in the world%n", size, verdict);
    assertThat(verdict.broken()).isEmpty();
    assertThat(verdict.stuck()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void leavesOthersThatCanCarryTheLoad(Loads loads) {
    var faults = WorldProofTest.NOBODY_DIES;
    var verdict = WorldProofTest.load(loads, faults, BudgetRule::decide, Moments.ONE);
    System.out.printf("%s  I3 in the world, %s%n", verdict, loads);
    assertThat(verdict.broken()).isEmpty();
    assertThat(verdict.stuck()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void refutes(Shortcut shortcut) {
    var verdict = ShortcutTest.explore(shortcut);
    System.out.printf("%n%s: %s%n", shortcut.label(), verdict);
    verdict.trace().forEach(System.out::println);
    assertThat(verdict.broken()).isPresent();
  }

  @Test
  void oneSidecarKeepsItsOwnInvariants() {
    var states = new OneSidecar(OverloadPolicy::next).explore();
    System.out.printf("%none sidecar with its clock: %,d states, I4 to I6 hold%n", states);
    assertThat(states).isGreaterThan(1_000);
  }
}
