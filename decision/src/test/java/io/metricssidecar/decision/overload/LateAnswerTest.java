package io.metricssidecar.decision.overload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A result counts only for the slot request that it is the result of.
class LateAnswerTest {
  @Test
  void aDenialOfAnEarlierRequestChangesNothing() {
    var machine = MachineFixture.requesting();
    var before = machine.state();

    assertThat(machine.denied(0).state()).isEqualTo(before);
    assertThat(machine.reason()).isEqualTo(Reason.NOTHING_NEW);
  }

  @Test
  void theDenialThatIsAwaitedEndsTheRequest() {
    var machine = MachineFixture.requesting().denied(1);

    assertThat(machine.phase())
        .isEqualTo(new Phase.Hot(1, false, MachineFixture.seconds(301).plusMillis(7_500)));
    assertThat(machine.reason()).isEqualTo(Reason.REFUSED);
  }

  @Test
  void aGrantOfAnEarlierRequestIsNoSlot() {
    var machine = MachineFixture.requesting().granted(0);

    assertThat(machine.state().shedding()).isFalse();
    assertThat(machine.reason()).isEqualTo(Reason.LATE_GRANT);
  }

  static List<Phase> phasesThatAwaitNothing() {
    var later = MachineFixture.seconds(500);
    return List.of(
        new Phase.Warmup(),
        new Phase.Active(1),
        new Phase.Unknown(),
        new Phase.Hot(3, true, later),
        new Phase.Shedding(later, later, later, later, 1.2, 0, 0),
        new Phase.Recovering(later, 0, later),
        new Phase.Cooldown(later),
        new Phase.Disabled(Reason.NO_LIMIT));
  }

  @ParameterizedTest
  @MethodSource("phasesThatAwaitNothing")
  void aDenialThatNobodyAwaitsChangesNothing(Phase phase) {
    var state = OverloadState.initial(MachineFixture.seconds(0)).with(phase);
    var refused = new Event.Denied(MachineFixture.seconds(1), 2);

    assertThat(OverloadPolicy.next(state, refused, MachineFixture.CONFIG, 0).state())
        .isEqualTo(state);
  }
}
