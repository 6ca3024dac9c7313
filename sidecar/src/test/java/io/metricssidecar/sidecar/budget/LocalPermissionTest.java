package io.metricssidecar.sidecar.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.contract.sidecar.Limits;
import io.metricssidecar.decision.budget.BudgetFixture;
import io.metricssidecar.decision.budget.BudgetView;
import io.metricssidecar.decision.budget.DenialReason;
import io.metricssidecar.decision.budget.WorkloadStatus;
import io.metricssidecar.sidecar.budget.SlotPermission.Confirmation;
import io.metricssidecar.sidecar.budget.SlotPermission.Holding;
import io.metricssidecar.sidecar.budget.SlotPermission.Result;
import io.metricssidecar.sidecar.budget.SlotPermission.Turn;
import io.vertx.core.Future;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Three pods, half of them must stay: one may be shed, two must be available.
class LocalPermissionTest {
  private static LocalPermission permission(@Nullable Integer available) {
    var status =
        Optional.ofNullable(available)
            .map(number -> new WorkloadStatus(3, number, number, 3, false));
    return new LocalPermission(() -> Future.succeededFuture(status), BudgetFixture.floor(50));
  }

  @Test
  void givesLeaveWhileOneMoreMayGo() {
    assertThat(permission(3).acquire(Turn.FIRST, Limits.NONE).result())
        .isEqualTo(new Result.Granted());
    assertThat(permission(2).acquire(Turn.FIRST, Limits.NONE).result())
        .isEqualTo(new Result.Denied(DenialReason.FLOOR));
  }

  @Test
  void givesNoLeaveWhereTheWorkloadCannotBeRead() {
    assertThat(permission(null).acquire(Turn.LATER, Limits.NONE).result())
        .isEqualTo(new Result.Denied(DenialReason.ERROR));
  }

  @Test
  void leaveEndsWhenTheFloorIsSeenToBeBroken() {
    assertThat(permission(2).confirm().result()).isEqualTo(Confirmation.HELD);
    assertThat(permission(1).confirm().result()).isEqualTo(Confirmation.FLOOR_BROKEN);
  }

  /// There is no Lease, and the controller writes nothing: the sidecar reads the workload itself.
  @Test
  void aPausedWorkloadGivesNoLeaveAndEndsIt() {
    var paused = Optional.of(new WorkloadStatus(3, 3, 3, 3, false, true));
    var permission =
        new LocalPermission(() -> Future.succeededFuture(paused), BudgetFixture.floor(50));

    assertThat(permission.acquire(Turn.FIRST, Limits.NONE).result())
        .isEqualTo(new Result.Denied(DenialReason.PAUSED));
    assertThat(permission.confirm().result()).isEqualTo(Confirmation.PAUSED);
    assertThat(permission.view().slots()).isEqualTo(0);
    assertThat(permission.view().paused()).isTrue();
  }

  @Test
  void leaveStandsWhereTheWorkloadCannotBeRead() {
    assertThat(permission(null).confirm().result()).isEqualTo(Confirmation.HELD);
    assertThat(permission(null).expired()).isFalse();
  }

  @Test
  void holdsNothingThatCouldBeGivenBack() {
    assertThat(permission(3).isHolder().result()).isEqualTo(Holding.NO_HOLDER);
    assertThat(permission(3).release().result()).isTrue();
  }

  @Test
  void knowsNoBudget() {
    var permission = permission(3);
    permission.confirm();

    assertThat(permission.view()).isEqualTo(BudgetView.NONE);
  }
}
