package io.metricssidecar.sidecar.budget;

import static io.metricssidecar.decision.budget.BudgetFixture.floor;
import static io.metricssidecar.decision.budget.BudgetFixture.name;
import static io.metricssidecar.decision.budget.BudgetFixture.uid;
import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.contract.budget.Pause;
import io.metricssidecar.contract.sidecar.Limits;
import io.metricssidecar.contract.sidecar.PodIdentity;
import io.metricssidecar.contract.sidecar.Probe;
import io.metricssidecar.contract.sidecar.Shedding;
import io.metricssidecar.contract.sidecar.Shedding.ShedMode;
import io.metricssidecar.decision.budget.BudgetFixture;
import io.metricssidecar.decision.budget.BudgetView;
import io.metricssidecar.decision.budget.DenialReason;
import io.metricssidecar.decision.budget.ServiceEndpoints;
import io.metricssidecar.decision.budget.WorkloadStatus;
import io.metricssidecar.sidecar.budget.ScriptedApi.Reads;
import io.metricssidecar.sidecar.budget.ScriptedApi.Writes;
import io.metricssidecar.sidecar.budget.SlotPermission.Confirmation;
import io.metricssidecar.sidecar.budget.SlotPermission.Holding;
import io.metricssidecar.sidecar.budget.SlotPermission.Result;
import io.metricssidecar.sidecar.budget.SlotPermission.Turn;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Four pods, two slots; the probe's period and threshold make the wait for a new Lease 25 s.
class LeasePermissionTest {
  private static final Probe PROBE = new Probe(0, 5, 5, 2, 1);

  private static final String HOLDER = "holder.metrics-sidecar/";
  private static final WorkloadStatus TWO = new WorkloadStatus(2, 2, 2, 2, false);

  private final ScriptedApi api = new ScriptedApi(BudgetFixture.of(4));
  private Duration now = Duration.ofSeconds(-100);
  private final LeasePermission permission = permission(0, ShedMode.ENFORCE);

  private LeasePermission permission(int pod, ShedMode mode) {
    var half = floor(50);
    var shedding =
        new Shedding(
            mode, half.guard(), half.minimumPods(), null, half.perZoneFloor(), half.warmUp());
    var identity = new PodIdentity("default", name(pod), uid(pod), "node");
    return new LeasePermission(api, new LeaseTerms(identity, shedding, PROBE), () -> now);
  }

  private void pass(int seconds) {
    now = now.plusSeconds(seconds);
  }

  /// Sees the Lease, and waits until it is trusted.
  private void settle() {
    permission.isHolder();
    pass(25);
    api.asked.clear();
  }

  private Result ask() {
    return permission.acquire(Turn.FIRST, Limits.NONE).result();
  }

  private void shed() {
    settle();
    assertThat(ask()).isEqualTo(new Result.Granted());
    api.asked.clear();
  }

  private static Result denied(DenialReason reason) {
    return new Result.Denied(reason);
  }

  @Test
  void readsTheLeaseTheFleetAndTheLeaseAgainAndWritesUnderWhatItRead() {
    settle();

    assertThat(ask()).isEqualTo(new Result.Granted());
    assertThat(api.asked).isEqualTo(List.of("read", "status", "fleet", "read", "write"));
    assertThat(api.holders()).isEqualTo(List.of(uid(0)));
    assertThat(api.annotations().getString(HOLDER + uid(0))).isEqualTo("1 pod-0");
    assertThat(permission.view()).isEqualTo(new BudgetView(2, 1, 4, null));
  }

  @Test
  void aSlotRequestThatBreaksDoesNotHinderTheNext() {
    settle();
    api.reads(Reads.THROWN);
    assertThat(permission.acquire(Turn.FIRST, Limits.NONE).failed()).isTrue();

    api.reads(Reads.ANSWERED);

    assertThat(ask()).isEqualTo(new Result.Granted());
  }

  @Test
  void showsNothingOfTheBudgetThatItReadMoreThanAMinuteAgo() {
    settle();
    ask();
    pass(60);
    var before = permission.view();
    pass(1);

    assertThat(List.of(before, permission.view()))
        .isEqualTo(List.of(new BudgetView(2, 1, 4, null), BudgetView.NONE));
  }

  @Test
  void showsSlotsAndHoldersOfTheLastConfirmation() {
    shed();
    pass(59);
    permission.confirm();
    pass(2);

    assertThat(permission.view()).isEqualTo(new BudgetView(2, 1, null, null));
  }

  @Test
  void waitsUntilItHasSeenTheSameLeaseForLongEnough() {
    permission.isHolder();
    pass(24);
    var early = ask();
    pass(1);

    assertThat(List.of(early, ask()))
        .isEqualTo(List.of(denied(DenialReason.LEASE_NEW), new Result.Granted()));
  }

  @Test
  void theWaitFollowsTheSlowerOfTheProbesThresholds() {
    var slow =
        new LeasePermission(
            api,
            new LeaseTerms(
                new PodIdentity("default", name(0), uid(0), "node"),
                floor(50),
                new Probe(0, 10, 1, 2, 3)),
            () -> now);
    slow.isHolder();
    pass(40);
    var early = slow.acquire(Turn.FIRST, Limits.NONE).result();
    pass(1);

    assertThat(List.of(early, slow.acquire(Turn.FIRST, Limits.NONE).result()))
        .isEqualTo(List.of(denied(DenialReason.LEASE_NEW), new Result.Granted()));
  }

  @Test
  void whatCannotBeReadIsADenial() {
    settle();
    api.reads(Reads.FAILED);
    var noAnswer = ask();
    api.reads(Reads.ANSWERED);
    api.annotate("metrics-sidecar/format", "2");
    var unknownFormat = ask();
    api.deleteLease();
    var noLease = ask();
    api.makeLease("l1");
    api.workloadCannotBeRead();

    assertThat(List.of(noAnswer, unknownFormat, noLease, ask()))
        .isEqualTo(
            List.of(
                denied(DenialReason.ERROR),
                denied(DenialReason.LEASE_UNREADABLE),
                denied(DenialReason.LEASE_UNREADABLE),
                denied(DenialReason.ERROR)));
    assertThat(api.asked).doesNotContain("write");
  }

  @Test
  void theRuleDecides() {
    settle();
    api.annotate(HOLDER + uid(2), "1 pod-2");
    api.annotate(HOLDER + uid(3), "2 pod-3");

    assertThat(ask()).isEqualTo(denied(DenialReason.FULL));
    assertThat(api.asked).isEqualTo(List.of("read", "status"));
  }

  @Test
  void whatIsTooLargeIsADenialOfItsOwn() {
    settle();
    api.reads(Reads.TOO_LARGE);
    var lease = ask();
    api.reads(Reads.ANSWERED);
    api.fleetIsTooLarge();

    assertThat(List.of(lease, ask()))
        .isEqualTo(List.of(denied(DenialReason.TOO_LARGE), denied(DenialReason.TOO_LARGE)));
    assertThat(api.asked).doesNotContain("write");
  }

  /// A Service that is new since the last search may be the one whose floor would break.
  @Test
  void takesASlotOnlyAfterASearchForAllServices() {
    settle();
    api.knownServicesShow(BudgetFixture.of(4));
    var granted = ask();

    assertThat(granted).isEqualTo(new Result.Granted());
    assertThat(api.asked)
        .isEqualTo(List.of("read", "status", "fleet", "read", "all", "read", "write"));
  }

  @Test
  void theSearchDecides() {
    settle();
    api.knownServicesShow(BudgetFixture.of(4));
    api.shows(
        BudgetFixture.of(4)
            .with(
                new ServiceEndpoints("canary", BudgetFixture.serving(2)),
                new ServiceEndpoints("web", BudgetFixture.serving(4))));

    assertThat(ask()).isEqualTo(denied(DenialReason.FLOOR));
    assertThat(api.asked).doesNotContain("write");
  }

  /// Whatever was written meanwhile fences it.
  @Test
  void aWriteThatIsLateAndOldChangesNothing() {
    settle();
    api.writes(Writes.DELAYED);
    var unknown = ask();
    api.annotate(HOLDER + uid(3), "1 pod-3");
    api.delayedWriteArrives();

    assertThat(unknown).isEqualTo(denied(DenialReason.UNKNOWN));
    assertThat(api.holders()).isEqualTo(List.of(uid(3)));
  }

  @Test
  void somebodyWhoWroteInBetweenMakesAConflict() {
    settle();
    var behind = new ContendedApi(api);
    var late =
        new LeasePermission(
            behind,
            new LeaseTerms(new PodIdentity("default", name(0), uid(0), "node"), floor(50), PROBE),
            () -> now);
    late.isHolder();
    pass(25);
    behind.touch();

    assertThat(late.acquire(Turn.FIRST, Limits.NONE).result())
        .isEqualTo(denied(DenialReason.CONFLICT));
    assertThat(api.holders()).isEmpty();
  }

  @Test
  void aWriteThatIsRejectedIsNoSlot() {
    settle();
    api.writes(Writes.REJECTED);

    assertThat(ask()).isEqualTo(denied(DenialReason.DENIED));
    assertThat(api.holders()).isEmpty();
  }

  @Test
  void aWriteThatLandsAfterItWasGivenUpIsFoundAndGivenBack() {
    settle();
    api.writes(Writes.DELAYED);
    var unknown = ask();
    api.writes(Writes.APPLIED);
    api.delayedWriteArrives();

    assertThat(List.of(unknown, ask()))
        .isEqualTo(List.of(denied(DenialReason.UNKNOWN), new Result.AlreadyHeld()));
    assertThat(api.holders()).isEqualTo(List.of(uid(0)));
    assertThat(permission.isHolder().result()).isEqualTo(Holding.HOLDER);
    assertThat(permission.release().result()).isTrue();
    assertThat(api.holders()).isEmpty();
    assertThat(permission.isHolder().result()).isEqualTo(Holding.NO_HOLDER);
  }

  @Test
  void anAcknowledgementThatIsLostIsNoSlot() {
    settle();
    api.writes(Writes.UNACKNOWLEDGED);

    assertThat(ask()).isEqualTo(denied(DenialReason.UNKNOWN));
    assertThat(permission.isHolder().result()).isEqualTo(Holding.HOLDER);
  }

  /// The process stood still: by now the slot may be somebody else's.
  @Test
  void anAcknowledgementThatComesTooLateIsNoSlot() {
    settle();
    api.beforeAcknowledging(() -> pass(8));

    assertThat(ask()).isEqualTo(new Result.AlreadyHeld());
  }

  @Test
  void anAcknowledgementThatComesJustInTimeIsLeave() {
    settle();
    api.beforeAcknowledging(() -> now = now.plusMillis(7_999));

    assertThat(ask()).isEqualTo(new Result.Granted());
  }

  @Test
  void oneRequestIsUnderWayAtATime() {
    settle();
    api.reads(Reads.HELD_BACK);
    var first = permission.acquire(Turn.FIRST, Limits.NONE);
    var second = permission.acquire(Turn.LATER, Limits.NONE);

    assertThat(second.result()).isEqualTo(denied(DenialReason.CONFLICT));
    assertThat(first.isComplete()).isFalse();
    api.answerHeldBack();
    assertThat(first.result()).isEqualTo(new Result.Granted());
    assertThat(ask()).isEqualTo(new Result.AlreadyHeld());
  }

  @Test
  void aSlotThatIsSeenStillHolds() {
    shed();
    pass(7);

    assertThat(permission.confirm().result()).isEqualTo(Confirmation.HELD);
    pass(7);
    assertThat(permission.expired()).isFalse();
    pass(1);
    assertThat(permission.expired()).isTrue();
  }

  /// The time of a confirmation is that of its request, not of its result.
  @Test
  void aSlowConfirmationIsAsOldAsItsRequest() {
    shed();
    pass(5);
    api.reads(Reads.HELD_BACK);
    var holds = permission.confirm();
    pass(3);
    api.answerHeldBack();

    assertThat(holds.result()).isEqualTo(Confirmation.HELD);
    pass(4);
    assertThat(permission.expired()).isFalse();
    pass(1);
    assertThat(permission.expired()).isTrue();
  }

  /// Rights removed while shedding, or the API server gone: 8 s, not longer.
  @Test
  void withoutConfirmationASlotCountsForEightSeconds() {
    shed();
    api.reads(Reads.FAILED);
    pass(7);
    var early = permission.confirm().result();
    pass(1);

    assertThat(List.of(early, permission.confirm().result()))
        .isEqualTo(List.of(Confirmation.HELD, Confirmation.LOST));
    assertThat(permission.expired()).isTrue();
    assertThat(permission.release().result()).isFalse();
    assertThat(permission.isHolder().result()).isEqualTo(Holding.UNKNOWN);
  }

  @Test
  void aSlotThatWasTakenAwayIsLost() {
    shed();
    api.annotate(HOLDER + uid(0), null);

    assertThat(permission.confirm().result()).isEqualTo(Confirmation.LOST);
  }

  /// Before the new Lease is trusted, and without a question to the workload.
  @Test
  void aPausedBudgetGivesNoSlotWhateverIsWrittenThere() {
    for (var text : List.of("person 2026-11-22T04:00:00Z release", "true", "false", "")) {
      api.annotate("metrics-sidecar/paused", text);

      assertThat(ask()).isEqualTo(denied(DenialReason.PAUSED));
    }
    assertThat(api.asked).containsOnly("read");
    assertThat(permission.view().slots()).isEqualTo(0);
    assertThat(permission.view().paused()).isTrue();
  }

  @Test
  void aPausedBudgetIsPausedUntilTheAnnotationIsGone() {
    settle();
    api.annotate("metrics-sidecar/paused", "true");
    var paused = ask();
    api.annotate("metrics-sidecar/paused", null);

    assertThat(List.of(paused, ask()))
        .isEqualTo(List.of(denied(DenialReason.PAUSED), new Result.Granted()));
    assertThat(permission.view()).isEqualTo(new BudgetView(2, 1, 4, null));
  }

  /// It keeps its slot until it gives it back, as after any other return.
  @Test
  void aHolderOfAPausedBudgetHasToReturnAlsoWhereTheWorkloadCannotBeRead() {
    shed();
    pass(20);
    api.workloadCannotBeRead();
    assertThat(permission.confirm().result()).isEqualTo(Confirmation.HELD);
    api.annotate("metrics-sidecar/paused", "person 2026-11-22T04:00:00Z release");

    assertThat(permission.confirm().result()).isEqualTo(Confirmation.PAUSED);
    assertThat(permission.view().pause())
        .isEqualTo(new Pause(Pause.By.PERSON, "2026-11-22T04:00:00Z", "release"));
    assertThat(permission.isHolder().result()).isEqualTo(Holding.HOLDER);
    assertThat(permission.release().result()).isTrue();
    assertThat(api.holders()).isEmpty();
    assertThat(api.annotations().getString("metrics-sidecar/paused"))
        .isEqualTo("person 2026-11-22T04:00:00Z release");
  }

  /// The pause is written after the Lease was read, and before the slot is.
  @Test
  void aPauseFencesTheWriteOfASlot() {
    settle();
    api.writes(Writes.DELAYED);
    var unknown = ask();
    api.annotate("metrics-sidecar/paused", "true");
    api.delayedWriteArrives();

    assertThat(unknown).isEqualTo(denied(DenialReason.UNKNOWN));
    assertThat(api.holders()).isEmpty();
  }

  @Test
  void aLeaseThatIsGoneOrCannotBeUnderstoodIsLost() {
    shed();
    api.annotate("metrics-sidecar/format", "2");
    assertThat(permission.confirm().result()).isEqualTo(Confirmation.LOST);
    api.deleteLease();

    assertThat(permission.confirm().result()).isEqualTo(Confirmation.LOST);
    assertThat(permission.release().result()).isTrue();
    assertThat(permission.isHolder().result()).isEqualTo(Holding.NO_HOLDER);
  }

  /// Even where somebody wrote the old holders into the new Lease.
  @Test
  void aLeaseThatWasMadeAgainIsAnotherLease() {
    shed();
    api.makeLease("l2");
    api.annotate(HOLDER + uid(0), "1 pod-0");

    assertThat(permission.confirm().result()).isEqualTo(Confirmation.LOST);
    assertThat(permission.release().result()).isTrue();
    assertThat(api.holders()).isEmpty();
    assertThat(ask()).isEqualTo(denied(DenialReason.LEASE_NEW));
    pass(25);
    assertThat(ask()).isEqualTo(new Result.Granted());
    assertThat(permission.confirm().result()).isEqualTo(Confirmation.HELD);
  }

  @Test
  void theYoungestHolderReturnsAfterAScaleDown() {
    api.annotate(HOLDER + uid(3), "1 pod-3");
    shed();
    api.scaled(TWO);
    pass(4);
    var beforeItIsRead = permission.confirm().result();
    pass(1);

    assertThat(List.of(beforeItIsRead, permission.confirm().result()))
        .isEqualTo(List.of(Confirmation.HELD, Confirmation.LOST));
  }

  @Test
  void theOldestHolderStaysAfterAScaleDown() {
    shed();
    api.annotate(HOLDER + uid(3), "2 pod-3");
    api.scaled(TWO);
    pass(15);

    assertThat(permission.confirm().result()).isEqualTo(Confirmation.HELD);
    assertThat(api.asked).isEqualTo(List.of("read", "status"));
  }

  @Test
  void theWorkloadIsReadAgainAfterFiveSecondsOnly() {
    shed();
    pass(4);
    permission.confirm();
    pass(1);
    permission.confirm();
    pass(4);
    permission.confirm();

    assertThat(api.asked).isEqualTo(List.of("read", "read", "status", "read"));
  }

  @Test
  void aWorkloadThatCannotBeReadTakesNoSlotAway() {
    shed();
    api.workloadCannotBeRead();
    pass(15);

    assertThat(permission.confirm().result()).isEqualTo(Confirmation.HELD);
  }

  /// N=4, B=2: two are out, the two others die. Both have to serve again, at once.
  @Test
  void holdersReturnWhenThoseThatStayedDie() {
    api.annotate(HOLDER + uid(3), "1 pod-3");
    shed();
    var older = holder(3);
    api.scaled(new WorkloadStatus(4, 0, 0, 4, false));
    pass(5);

    assertThat(List.of(permission.confirm().result(), older.confirm().result()))
        .isEqualTo(List.of(Confirmation.FLOOR_BROKEN, Confirmation.FLOOR_BROKEN));
  }

  @Test
  void onlyTheYoungestReturnsWhereOnePodIsMissing() {
    shed();
    var younger = holder(3);
    api.scaled(new WorkloadStatus(4, 1, 1, 4, false));
    pass(5);

    assertThat(List.of(permission.confirm().result(), younger.confirm().result()))
        .isEqualTo(List.of(Confirmation.HELD, Confirmation.FLOOR_BROKEN));
  }

  /// Another pod that has a slot as well.
  private LeasePermission holder(int pod) {
    var uid = HOLDER + uid(pod);
    var listed = api.annotations().getString(uid);
    api.annotate(uid, null);
    var other = permission(pod, ShedMode.ENFORCE);
    other.isHolder();
    pass(25);
    assertThat(other.acquire(Turn.FIRST, Limits.NONE).result()).isEqualTo(new Result.Granted());
    if (listed != null) {
      api.annotate(uid, listed);
    }
    return other;
  }

  @Test
  void theControllersNumberTakesTheYoungestSlotAway() {
    api.annotate(HOLDER + uid(3), "1 pod-3");
    shed();
    api.annotate("metrics-sidecar/slots", "1");

    assertThat(permission.confirm().result()).isEqualTo(Confirmation.LOST);
  }

  @Test
  void aReturnThatIsNotAcknowledgedIsTriedAgain() {
    shed();
    api.writes(Writes.UNACKNOWLEDGED);
    var unknown = permission.release().result();
    api.writes(Writes.REJECTED);

    assertThat(List.of(unknown, permission.release().result())).isEqualTo(List.of(false, true));
    assertThat(api.holders()).isEmpty();
  }

  @Test
  void aReleaseThatIsRejectedIsTriedAgain() {
    shed();
    api.writes(Writes.REJECTED);
    var refused = permission.release().result();
    api.writes(Writes.APPLIED);

    assertThat(List.of(refused, permission.release().result())).isEqualTo(List.of(false, true));
    assertThat(permission.view()).isEqualTo(new BudgetView(2, 0, 4, null));
  }

  @Test
  void observingWritesNothing() {
    var observing = permission(0, ShedMode.OBSERVE);
    observing.isHolder();
    pass(25);

    assertThat(observing.acquire(Turn.FIRST, Limits.NONE).result())
        .isEqualTo(denied(DenialReason.OBSERVED));
    assertThat(api.asked).doesNotContain("write");
    assertThat(observing.view()).isEqualTo(new BudgetView(2, 0, 4, null));
  }

  @Test
  void modeAutoObservesWorkloadsThatAnUnreadyPodHoldsUp() {
    var automatic = permission(0, ShedMode.AUTO);
    automatic.isHolder();
    pass(25);
    api.shows(BudgetFixture.of(4).with(new WorkloadStatus(4, 4, 4, 4, true)));
    var fragile = automatic.acquire(Turn.FIRST, Limits.NONE).result();
    var writes = List.copyOf(api.asked);
    api.shows(BudgetFixture.of(4));

    assertThat(fragile).isEqualTo(denied(DenialReason.OBSERVED));
    assertThat(writes).doesNotContain("write");
    assertThat(automatic.acquire(Turn.FIRST, Limits.NONE).result()).isEqualTo(new Result.Granted());
  }

  @Test
  void modeEnforceIsHonouredThere() {
    settle();
    api.shows(BudgetFixture.of(4).with(new WorkloadStatus(4, 4, 4, 4, true)));

    assertThat(ask()).isEqualTo(new Result.Granted());
  }

  @Test
  void theFirstRequestAloneLetsHotterPodsGoFirst() {
    var guarded =
        new LeasePermission(
            api,
            new LeaseTerms(
                new PodIdentity("default", name(0), uid(0), "node"),
                BudgetFixture.of(4).with(floor(75)).guarded().shedding(),
                PROBE),
            () -> now);
    api.shows(BudgetFixture.of(4).withUse(0.85, 0.9, 0.1, 0.1));
    guarded.isHolder();
    pass(25);

    assertThat(
            List.of(
                guarded.acquire(Turn.FIRST, Limits.NONE).result(),
                guarded.acquire(Turn.LATER, Limits.NONE).result()))
        .isEqualTo(List.of(denied(DenialReason.HOTTER_FIRST), new Result.Granted()));
  }

  @Test
  void nothingIsKnownBeforeTheFirstRead() {
    assertThat(permission.view()).isEqualTo(BudgetView.NONE);
    assertThat(permission.isHolder().result()).isEqualTo(Holding.NO_HOLDER);
    assertThat(permission.view()).isEqualTo(new BudgetView(null, 0, null, null));
  }
}
