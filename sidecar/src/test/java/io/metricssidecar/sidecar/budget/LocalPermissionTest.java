package io.metricssidecar.sidecar.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.budget.Pause;
import io.metricssidecar.contract.sidecar.Limits;
import io.metricssidecar.decision.budget.BudgetFixture;
import io.metricssidecar.decision.budget.BudgetView;
import io.metricssidecar.decision.budget.DenialReason;
import io.metricssidecar.decision.budget.WorkloadStatus;
import io.metricssidecar.sidecar.budget.ScriptedApi.Reads;
import io.metricssidecar.sidecar.budget.SlotPermission.Confirmation;
import io.metricssidecar.sidecar.budget.SlotPermission.Holding;
import io.metricssidecar.sidecar.budget.SlotPermission.Result;
import io.metricssidecar.sidecar.budget.SlotPermission.Turn;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Three pods, half of them must stay: one may be shed, two must be available.
class LocalPermissionTest {
  private static final Result GRANTED = new Result.Granted();
  private static final Result PAUSED = new Result.Denied(DenialReason.PAUSED);
  private static final String TEXT = "person 2026-11-22T04:00:00Z release";
  private static final BudgetView VIEW_OF_TEXT =
      new BudgetView(
          0, null, null, null, new Pause(Pause.By.PERSON, "2026-11-22T04:00:00Z", "release"));

  private final ScriptedApi api = new ScriptedApi(BudgetFixture.of(3));
  private final LocalPermission permission = new LocalPermission(api, BudgetFixture.floor(50));

  private Result acquired() {
    return permission.acquire(Turn.FIRST, Limits.NONE).result();
  }

  private Confirmation confirmed() {
    return permission.confirm().result();
  }

  private void available(int pods) {
    api.scaled(new WorkloadStatus(3, pods, pods, 3, false));
  }

  private void annotateWorkload() {
    api.scaled(new WorkloadStatus(3, 3, 3, 3, false, true));
  }

  @Test
  void givesLeaveWhileOneMoreMayGo() {
    assertThat(acquired()).isEqualTo(GRANTED);
    available(2);
    assertThat(acquired()).isEqualTo(new Result.Denied(DenialReason.FLOOR));
  }

  @Test
  void givesNoLeaveWhereTheWorkloadCannotBeRead() {
    api.workloadCannotBeRead();

    assertThat(acquired()).isEqualTo(new Result.Denied(DenialReason.ERROR));
  }

  @Test
  void leaveEndsWhenTheFloorIsSeenToBeBroken() {
    available(2);
    assertThat(confirmed()).isEqualTo(Confirmation.HELD);
    available(1);
    assertThat(confirmed()).isEqualTo(Confirmation.FLOOR_BROKEN);
  }

  @Test
  void thePauseOfTheLeaseGivesNoLeaveAndEndsIt() {
    api.annotate(Annotations.PAUSED, TEXT);

    assertThat(acquired()).isEqualTo(PAUSED);
    assertThat(confirmed()).isEqualTo(Confirmation.PAUSED);
    assertThat(permission.view()).isEqualTo(VIEW_OF_TEXT);

    api.annotate(Annotations.PAUSED, null);

    assertThat(acquired()).isEqualTo(GRANTED);
    assertThat(confirmed()).isEqualTo(Confirmation.HELD);
    assertThat(permission.view()).isEqualTo(BudgetView.NONE);
  }

  @Test
  void thePauseOfTheLeaseCountsWhereTheWorkloadCannotBeRead() {
    api.annotate(Annotations.PAUSED, TEXT);
    api.workloadCannotBeRead();

    assertThat(acquired()).isEqualTo(PAUSED);
    assertThat(confirmed()).isEqualTo(Confirmation.PAUSED);
  }

  @ParameterizedTest
  @EnumSource(
      value = Reads.class,
      names = {"FAILED", "TOO_LARGE"})
  void whatWasReadOfTheLeaseCountsUntilItIsReadAgain(Reads unread) {
    api.annotate(Annotations.PAUSED, TEXT);
    assertThat(acquired()).isEqualTo(PAUSED);
    api.annotate(Annotations.PAUSED, null);
    api.reads(unread);

    assertThat(acquired()).isEqualTo(PAUSED);
    assertThat(confirmed()).isEqualTo(Confirmation.PAUSED);

    api.reads(Reads.ANSWERED);
    assertThat(acquired()).isEqualTo(GRANTED);

    api.reads(unread);
    assertThat(acquired()).isEqualTo(GRANTED);
    assertThat(confirmed()).isEqualTo(Confirmation.HELD);
  }

  /// The pods of a Lease that was deleted are not paused: its pause went with it.
  @Test
  void aLeaseThatIsMissingHasNoPause() {
    api.annotate(Annotations.PAUSED, TEXT);
    assertThat(acquired()).isEqualTo(PAUSED);

    api.deleteLease();

    assertThat(acquired()).isEqualTo(GRANTED);
    assertThat(confirmed()).isEqualTo(Confirmation.HELD);
  }

  /// A pod that was set up by hand has no Lease.
  @Test
  void theAnnotationOfTheWorkloadGivesNoLeaveAndEndsItWithoutALease() {
    api.deleteLease();
    annotateWorkload();

    assertThat(acquired()).isEqualTo(PAUSED);
    assertThat(confirmed()).isEqualTo(Confirmation.PAUSED);
    assertThat(permission.view())
        .isEqualTo(
            new BudgetView(
                0,
                null,
                null,
                null,
                new Pause(
                    Pause.By.PERSON, "", "annotation metrics-sidecar/paused of the workload")));
  }

  @Test
  void aCalmPodSeesThePauseToo() {
    api.annotate(Annotations.PAUSED, TEXT);
    assertThat(permission.isHolder().result()).isEqualTo(Holding.NO_HOLDER);
    assertThat(permission.view()).isEqualTo(VIEW_OF_TEXT);

    api.annotate(Annotations.PAUSED, null);
    assertThat(permission.isHolder().result()).isEqualTo(Holding.NO_HOLDER);
    assertThat(permission.view()).isEqualTo(BudgetView.NONE);
    assertThat(api.asked).isEqualTo(List.of("read", "read"));
  }

  /// The annotation of its workload was seen while it was hot.
  @Test
  void aCalmPodSeesTheEndOfThePauseOfItsWorkload() {
    annotateWorkload();
    assertThat(acquired()).isEqualTo(PAUSED);
    assertThat(permission.view().paused()).isTrue();

    available(3);
    permission.isHolder();

    assertThat(permission.view()).isEqualTo(BudgetView.NONE);
  }

  @Test
  void leaveStandsWhereTheWorkloadCannotBeRead() {
    api.workloadCannotBeRead();

    assertThat(confirmed()).isEqualTo(Confirmation.HELD);
    assertThat(permission.expired()).isFalse();
  }

  @Test
  void writesNothing() {
    permission.acquire(Turn.FIRST, Limits.NONE);
    permission.confirm();

    assertThat(permission.release().result()).isTrue();
    assertThat(api.asked).isEqualTo(List.of("read", "status", "read", "status"));
  }

  @Test
  void knowsNoNumbersOfABudget() {
    permission.acquire(Turn.FIRST, Limits.NONE);

    assertThat(permission.view()).isEqualTo(BudgetView.NONE);
  }
}
