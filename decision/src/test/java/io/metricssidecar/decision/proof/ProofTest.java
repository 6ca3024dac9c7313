package io.metricssidecar.decision.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The floor for two and three pods with one slot, against every adversary, in every reachable
/// state. `make proof` does the larger ones.
///
/// The reference, a model in Python that was written before the code, has 7,327 states for N=2 B=1
/// and 149,933 for N=3 B=1; the everyday adversary here has 1,695 and 17,571. Two things make the
/// difference. The reference keeps apart what can no longer have an effect: reads and writes whose
/// base is old, and abandoned writes that can only conflict. With those put together it has 575 and
/// 3,359. And this model has what the reference left out: a process whose slot request is still
/// under way when it has stopped being hot, or asks again, HOT and AWAITING beside the I/O, a late
/// acknowledgement in any phase, stale reads in which a pod finds itself or does not, and
/// replacement pods.
class ProofTest {
  static List<Set<Fault>> adversaries() {
    return List.of(
        Fault.EVERYDAY,
        Fault.everydayAnd(Fault.RECREATION),
        Fault.everydayAnd(Fault.HAND_EDIT),
        EnumSet.allOf(Fault.class));
  }

  @ParameterizedTest
  @CsvSource({"2,1", "3,1"})
  void noMoreThanTheBudgetIsEverOutAndEverySlotComesBack(int pods, int slots) {
    var verdicts =
        adversaries().stream()
            .map(faults -> Shipped.explore(new Size(pods, slots), faults))
            .toList();

    assertThat(verdicts)
        .allSatisfy(
            verdict -> {
              assertThat(verdict.broken()).isEmpty();
              assertThat(verdict.stuck()).isZero();
            });
  }

  /// A model in which nobody sheds would prove nothing.
  @ParameterizedTest
  @CsvSource({"2,1,1695", "3,1,17571"})
  void theWholeBudgetIsUsedInTheModel(int pods, int slots, int states) {
    var narrower = new Size(pods, slots);

    var verdict = Shipped.explore(narrower, Fault.EVERYDAY);

    assertThat(verdict.worlds()).isEqualTo(states);
    assertThat(
            new Explorer(
                    new Size(pods, slots - 1),
                    () -> Shipped.protocol(narrower, Fault.EVERYDAY),
                    Explorer.Names.INTERCHANGEABLE)
                .explore()
                .broken())
        .isEqualTo(Optional.of("I1a violated: 1 pods answer 400"));
  }

  /// Why nobody takes a slot of a Lease that is new to it.
  @Test
  void withoutTheWaitALeaseMadeAgainBreaksTheFloor() {
    var size = new Size(2, 1);

    var verdict =
        new Explorer(
                size,
                () ->
                    new Protocol(
                        size,
                        Fault.everydayAnd(Fault.RECREATION),
                        Shipped.quotient(),
                        new Decisions(size, input -> Shipped.decideAsIfSettled(input))),
                Explorer.Names.KEPT)
            .explore();

    assertThat(verdict.broken()).contains("I1a violated: 2 pods answer 400");
  }

  /// An edit by hand that takes a slot away from a pod that sheds lets out one more, until that pod
  /// has noticed: the bound is exact.
  @Test
  void anEditByHandLetsOutOneMoreAndNoMore() {
    var size = new Size(2, 1);
    var protocol = Shipped.protocol(size, Fault.everydayAnd(Fault.HAND_EDIT));
    var steps = new ArrayList<>(ShortcutTest.trace(Shortcut.TTL));
    steps.add(5, "pod 1: hand edit -> SHEDDING");

    var end = Replay.worlds(protocol, steps).getLast();

    assertThat(List.of(Pod.mode(World.pod(end, 0)), Pod.mode(World.pod(end, 1))))
        .isEqualTo(List.of(Mode.SHEDDING, Mode.SHEDDING));
    assertThat(Invariants.broken(end, size)).isEmpty();
  }
}
