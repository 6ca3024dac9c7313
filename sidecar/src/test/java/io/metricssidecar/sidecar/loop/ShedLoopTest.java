package io.metricssidecar.sidecar.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.decision.overload.Phase.Kind;
import io.metricssidecar.decision.overload.Reason;
import io.metricssidecar.sidecar.budget.SlotPermission.Confirmation;
import io.metricssidecar.sidecar.budget.SlotPermission.Holding;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the loop reads and asks in each phase, second by second.
class ShedLoopTest {
  private final LoopRig rig = new LoopRig();

  private void pass(int seconds) {
    rig.pass(Duration.ofSeconds(seconds));
  }

  private Kind phase() {
    return rig.latest.get().state().phase().kind();
  }

  /// Lets the pod be calm until everything about it is known.
  private void calm() {
    rig.loop.start();
    pass(60);
    assertThat(phase()).isEqualTo(Kind.ACTIVE);
    forget();
  }

  private void shed() {
    calm();
    rig.api.uses("2");
    for (var second = 0; second < 120 && phase() != Kind.SHEDDING; second++) {
      pass(1);
    }
    assertThat(phase()).isEqualTo(Kind.SHEDDING);
    forget();
  }

  private void forget() {
    rig.api.asked.clear();
    rig.permission.asked.clear();
  }

  @Test
  void aCalmPodReadsItsMetricsAlone() {
    calm();

    pass(120);

    assertThat(rig.api.asked).containsOnly("metrics");
    assertThat(rig.permission.asked).isEmpty();
  }

  @Test
  void aCalmPodReadsWhatChangesRarelyEveryFiveMinutes() {
    calm();

    pass(300);

    assertThat(rig.api.asked).containsOnlyOnce("pod").containsOnlyOnce("workload");
    assertThat(rig.permission.asked).isEqualTo(List.of("holder"));
  }

  @Test
  void aPodThatIsOutConfirmsItsSlotEveryThreeSeconds() {
    shed();
    pass(3);
    rig.permission.asked.clear();

    pass(9);

    assertThat(rig.permission.asked).isEqualTo(List.of("confirm", "confirm", "confirm"));
    assertThat(phase()).isEqualTo(Kind.SHEDDING);
  }

  @Test
  void aPodThatIsOutReadsItselfAndItsWorkloadAtEachPoll() {
    shed();

    pass(30);

    assertThat(rig.api.asked).contains("pod", "workload", "metrics");
    assertThat(rig.permission.asked).doesNotContain("holder");
  }

  @Test
  void aPodThatLosesItsSlotReturnsAndSaysWhy() {
    shed();
    rig.permission.confirms(Confirmation.FLOOR_BROKEN);

    pass(3);

    assertThat(phase()).isEqualTo(Kind.RECOVERING);
    assertThat(rig.latest.get().reason()).isEqualTo(Reason.FLOOR_BROKEN);
    assertThat(rig.latest.get().answer(rig.now())).isEqualTo(Snapshot.Answer.SERVE);
  }

  /// What the wait for a Lease that was made again is computed from: the API server may hang.
  @Test
  void aSlotThatWasNotConfirmedForTooLongIsGivenUpAtTheNextTickWithoutAQuestion() {
    shed();
    pass(3);
    rig.permission.asked.clear();
    rig.permission.expires();

    pass(1);

    assertThat(phase()).isEqualTo(Kind.RECOVERING);
    assertThat(rig.latest.get().reason()).isEqualTo(Reason.BUDGET_LOST);
    assertThat(rig.permission.asked).isEmpty();
  }

  /// Its former process was shed, or a write of it arrived late.
  @Test
  void aProcessThatFindsItselfListedTakesTheStepsOfAReturn() {
    rig.permission.lists(Holding.HOLDER);
    rig.loop.start();

    pass(1);
    assertThat(phase()).isEqualTo(Kind.RECOVERING);
    assertThat(rig.latest.get().reason()).isEqualTo(Reason.HELD_AT_START);
    pass(60);

    assertThat(rig.permission.asked).contains("release");
  }

  /// It answers 200 from then on, whatever it reads.
  @Test
  void aProcessThatIsToldToStopServesAtOnceAndForGood() {
    shed();

    assertThat(rig.loop.terminate().succeeded()).isTrue();

    assertThat(rig.latest.get().answer(rig.now())).isEqualTo(Snapshot.Answer.SERVE);
    pass(120);
    assertThat(rig.latest.get().answer(rig.now())).isEqualTo(Snapshot.Answer.SERVE);
    assertThat(rig.permission.asked).doesNotContain("FIRST", "LATER");
  }

  @Test
  void everySecondShowsThatTheLoopRuns() {
    calm();
    pass(1);

    assertThat(rig.latest.get().lastTick()).isEqualTo(rig.now());
  }

  @Test
  void aPodWithoutSamplesAsksForThemAgainAndServes() {
    rig.api.answers(false);
    rig.loop.start();
    pass(30);
    assertThat(rig.latest.get().answer(rig.now())).isEqualTo(Snapshot.Answer.SERVE);
    rig.api.answers(true);

    pass(60);

    assertThat(phase()).isEqualTo(Kind.ACTIVE);
  }
}
