package io.metricssidecar.sidecar.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.decision.budget.DenialReason;
import io.metricssidecar.decision.overload.Event;
import io.metricssidecar.decision.overload.Event.Denied.Retry;
import io.metricssidecar.decision.overload.Reason;
import io.metricssidecar.decision.overload.Step.Effect;
import io.metricssidecar.sidecar.budget.SlotPermission.Confirmation;
import io.metricssidecar.sidecar.budget.SlotPermission.Result;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What becomes of each request of the state machine.
class EffectRunnerTest {
  private final LoopRig rig = new LoopRig();

  private List<Event> run(Effect effect) {
    return rig.runner.run(effect).result();
  }

  @Test
  void aSlotThatIsGrantedIsTheResultOfItsOwnRequest() {
    var asked = rig.hot();

    assertThat(run(asked)).isEqualTo(List.of(new Event.Granted(rig.now(), asked.attempt())));
    assertThat(rig.permission.asked).isEqualTo(List.of("FIRST"));
    assertThat(rig.runner.pending()).isEmpty();
  }

  @Test
  void laterRequestsOfAHotPhaseAreNotItsFirst() {
    var asked = rig.hot();

    run(asked);
    run(asked);

    assertThat(rig.permission.asked).isEqualTo(List.of("FIRST", "LATER"));
  }

  @ParameterizedTest
  @CsvSource({
    "CONFLICT, LOST_RACE",
    "UNKNOWN, LOST_RACE",
    "ERROR, FAILED",
    "HOTTER_FIRST, HOTTER_FIRST"
  })
  void aDenialThatSaysNothingOfTheLoadIsTriedAgainSoon(DenialReason reason, Retry retry) {
    assertThat(denied(reason)).isEqualTo(retry);
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"CONFLICT", "UNKNOWN", "ERROR", "HOTTER_FIRST"})
  void anyOtherDenialStandsUntilThereAreNewSamples(DenialReason reason) {
    assertThat(denied(reason)).isEqualTo(Retry.NO_SLOT);
  }

  private Retry denied(DenialReason reason) {
    var asked = rig.hot();
    rig.permission.answers(new Result.Denied(reason));

    var event = (Event.Denied) run(asked).getLast();

    assertThat(event.attempt()).isEqualTo(asked.attempt());
    assertThat(rig.machine.denial()).isEqualTo(reason);
    return event.retry();
  }

  @Test
  void aPodThatIsListedAlreadyIsTold() {
    var asked = rig.hot();
    rig.permission.answers(new Result.AlreadyHeld());

    assertThat(run(asked)).isEqualTo(List.of(new Event.Held(rig.now())));
  }

  /// It could not release the slot either.
  @Test
  void aPodThatCannotReadItselfRequestsNoSlot() {
    var asked = rig.hot();
    rig.api.answers(false);

    assertThat(run(asked))
        .isEqualTo(List.of(new Event.Denied(rig.now(), asked.attempt(), Retry.FAILED)));
    assertThat(rig.permission.asked).isEmpty();
  }

  @Test
  void aPodThatIsNotReadyRequestsNoSlot() {
    var asked = rig.hot();
    rig.api.ready(false);

    assertThat(run(asked)).isEqualTo(List.of(new Event.Denied(rig.now(), asked.attempt())));
    assertThat(rig.machine.denial()).isEqualTo(DenialReason.NOT_READY);
    assertThat(rig.permission.asked).isEmpty();
  }

  @Test
  void aContainerThatHasJustBeenStartedRequestsNoSlot() {
    var asked = rig.hot();
    rig.api.started(LoopRig.NOON);

    var events = run(asked);

    assertThat(events).hasOnlyElementsOfType(Event.MainStarted.class).hasSize(1);
    assertThat(rig.permission.asked).isEmpty();
  }

  @Test
  void aPodThatIsBeingDeletedRequestsNoSlot() {
    var asked = rig.hot();
    rig.api.deleted();

    assertThat(run(asked))
        .isEqualTo(List.of(new Event.Terminate(rig.now()), new Event.ReadyAgain(rig.now())));
    assertThat(rig.permission.asked).isEmpty();
  }

  @Test
  void aSlotThatIsNoLongerWantedIsNotRequested() {
    var asked = rig.hot();

    assertThat(run(new Effect.Acquire(asked.attempt() + 1))).isEmpty();
    rig.machine.apply(new Event.Granted(rig.now(), asked.attempt()));
    assertThat(run(asked)).isEmpty();
    assertThat(rig.permission.asked).isEmpty();
  }

  @Test
  void readinessIsThatOfTheLiveRead() {
    rig.recovering();

    var ready = run(new Effect.CheckReady());
    rig.api.ready(false);
    var unready = run(new Effect.CheckReady());
    rig.api.answers(false);

    assertThat(List.of(ready, unready, run(new Effect.CheckReady())))
        .isEqualTo(
            List.of(
                List.of(new Event.ReadyAgain(rig.now())),
                List.of(new Event.NotYet(rig.now())),
                List.of(new Event.NotYet(rig.now()))));
  }

  /// No Service waits for it.
  @Test
  void aPodThatIsBeingDeletedIsAsGoodAsReady() {
    rig.recovering();
    rig.api.ready(false);
    rig.api.deleted();

    assertThat(run(new Effect.CheckReady()))
        .isEqualTo(List.of(new Event.Terminate(rig.now()), new Event.ReadyAgain(rig.now())));
  }

  @Test
  void aReleaseIsTriedAgainUntilItIsAcknowledged() {
    rig.permission.failsToRelease(1);

    assertThat(List.of(run(new Effect.Release()), run(new Effect.Release())))
        .isEqualTo(
            List.of(List.of(new Event.NotYet(rig.now())), List.of(new Event.Released(rig.now()))));
  }

  @ParameterizedTest
  @CsvSource({"LOST, BUDGET_LOST", "FLOOR_BROKEN, FLOOR_BROKEN", "PAUSED, PAUSED"})
  void whoeverLosesItsSlotReturnsAndKnowsWhy(Confirmation found, Reason reason) {
    rig.permission.confirms(found);

    assertThat(rig.runner.confirm().result()).isEqualTo(List.of(new Event.Lost(rig.now(), reason)));
  }

  @Test
  void aSlotThatIsConfirmedChangesNothing() {
    assertThat(rig.runner.confirm().result()).isEmpty();
    assertThat(rig.permission.asked).isEqualTo(List.of("confirm"));
  }

  /// The last act of a process: what it cannot release in three tries is the controller's.
  @ParameterizedTest
  @CsvSource({"0, 1", "1, 2", "2, 3", "3, 3", "9, 3"})
  void aPodThatIsBeingDeletedReleasesItsSlotInThreeTriesAtMost(int failing, int tries) {
    rig.recovering();
    rig.api.deleted();
    rig.permission.failsToRelease(failing);

    assertThat(rig.runner.end().succeeded()).isTrue();

    assertThat(rig.permission.asked).hasSize(tries).containsOnly("release");
  }

  /// The kubelet may still have it as not Ready, and the next process finds itself listed.
  @Test
  void aProcessThatIsOnlyRestartedKeepsItsSlot() {
    rig.recovering();

    assertThat(rig.runner.end().succeeded()).isTrue();
    rig.api.answers(false);
    assertThat(rig.runner.end().succeeded()).isTrue();

    assertThat(rig.permission.asked).isEmpty();
  }

  @Test
  void aProcessThatHasNoSlotAndRequestsNoneReleasesNone() {
    rig.hot();
    rig.api.deleted();

    assertThat(rig.runner.end().succeeded()).isTrue();

    assertThat(rig.permission.asked).isEmpty();
  }

  /// Its write may have been applied already.
  @Test
  void aPodThatIsDeletedWhileItRequestsASlotReleasesIt() {
    var asked = rig.hot();
    rig.permission.holdsBack();
    rig.runner.run(asked);
    rig.api.deleted();
    assertThat(rig.runner.pending()).isEqualTo(List.of(PendingRequests.Kind.SLOT));

    assertThat(rig.runner.end().succeeded()).isTrue();

    assertThat(rig.permission.asked).isEqualTo(List.of("FIRST", "release"));
  }

  @Test
  void timesOfEventsAreThoseOfTheirResults() {
    var asked = rig.hot();
    rig.pass(Duration.ofSeconds(3));

    assertThat(run(asked)).isEqualTo(List.of(new Event.Granted(rig.now(), asked.attempt())));
  }
}
