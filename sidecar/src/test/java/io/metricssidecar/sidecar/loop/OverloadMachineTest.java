package io.metricssidecar.sidecar.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.decision.budget.DenialReason;
import io.metricssidecar.decision.overload.Event;
import io.metricssidecar.decision.overload.Phase.Kind;
import io.metricssidecar.decision.overload.Reason;
import io.metricssidecar.decision.samples.SampleFilter.Supply;
import io.metricssidecar.sidecar.budget.SlotPermission.Turn;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What people are told of the state machine, and what the loop asks it.
class OverloadMachineTest {
  private final LoopRig rig = new LoopRig();
  private final OverloadMachine machine = rig.machine;

  @Test
  void beginsAtBirth() {
    assertThat(machine.state().phase().kind()).isEqualTo(Kind.WARMUP);
    assertThat(machine.since()).isEqualTo(LoopRig.NOON);
    assertThat(machine.reason()).isEqualTo(Reason.STARTED);
    assertThat(Optional.ofNullable(machine.denial())).isEmpty();
    assertThat(machine.holdsOrAwaitsSlot()).isFalse();
  }

  @Test
  void aNewPhaseHasAReasonAndATimeOfItsOwnAndNoDenial() {
    var asked = rig.hot();
    machine.denied(DenialReason.FULL);
    rig.pass(Duration.ofSeconds(2));
    machine.apply(new Event.Granted(rig.now(), asked.attempt()));

    assertThat(machine.state().phase().kind()).isEqualTo(Kind.SHEDDING);
    assertThat(machine.since()).isEqualTo(rig.wall());
    assertThat(machine.reason()).isEqualTo(Reason.GRANTED);
    assertThat(Optional.ofNullable(machine.denial())).isEmpty();
  }

  @Test
  void whatHappensWithinAPhaseChangesNeither() {
    rig.hot();
    machine.denied(DenialReason.FULL);
    var since = machine.since();
    var reason = machine.reason();
    rig.pass(Duration.ofSeconds(1));
    machine.apply(new Event.Tick(rig.now()));

    assertThat(List.of(machine.since(), machine.reason())).isEqualTo(List.of(since, reason));
    assertThat(Optional.ofNullable(machine.denial())).contains(DenialReason.FULL);
  }

  @Test
  void everyHotPhaseHasAFirstRequest() {
    var asked = rig.hot();
    var turns = List.of(machine.nextTurn(), machine.nextTurn(), machine.nextTurn());
    machine.apply(new Event.Granted(rig.now(), asked.attempt()));

    assertThat(turns).isEqualTo(List.of(Turn.FIRST, Turn.LATER, Turn.LATER));
    assertThat(machine.nextTurn()).isEqualTo(Turn.FIRST);
  }

  /// Only then being listed in the budget is no surprise.
  @Test
  void holdsOrAwaitsASlotWhileARequestIsUnderWayAndWhileItSheds() {
    var asked = rig.hot();
    var awaiting = machine.holdsOrAwaitsSlot();
    machine.apply(new Event.Denied(rig.now(), asked.attempt()));
    var denied = machine.holdsOrAwaitsSlot();
    machine.apply(new Event.Held(rig.now()));

    assertThat(List.of(awaiting, denied, machine.holdsOrAwaitsSlot()))
        .isEqualTo(List.of(true, false, false));
  }

  @Test
  void holdsASlotWhileItSheds() {
    var asked = rig.hot();
    machine.apply(new Event.Granted(rig.now(), asked.attempt()));

    assertThat(machine.holdsOrAwaitsSlot()).isTrue();
  }

  @Test
  void isStarvedOnceNoSampleHasComeForLong() {
    rig.hot();
    var lately = machine.supply();
    rig.pass(Duration.ofMinutes(10));

    assertThat(List.of(lately, machine.supply())).isEqualTo(List.of(Supply.STEADY, Supply.STARVED));
  }
}
