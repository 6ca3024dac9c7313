package io.metricssidecar.sidecar.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.contract.sidecar.Limits;
import io.metricssidecar.decision.budget.BudgetView;
import io.metricssidecar.decision.budget.DenialReason;
import io.metricssidecar.sidecar.budget.SlotPermission.Holding;
import io.metricssidecar.sidecar.budget.SlotPermission.Result;
import io.metricssidecar.sidecar.budget.SlotPermission.Turn;
import org.junit.jupiter.api.Test;

class NoPermissionTest {
  private final NoPermission permission = new NoPermission(DenialReason.NO_WORKLOAD);

  @Test
  void deniesForItsOneReason() {
    assertThat(permission.acquire(Turn.FIRST, Limits.NONE).result())
        .isEqualTo(new Result.Denied(DenialReason.NO_WORKLOAD));
  }

  @Test
  void whoShedsAllTheSameComesBackAndOwesNothing() {
    assertThat(permission.confirm().result()).isEqualTo(SlotPermission.Confirmation.LOST);
    assertThat(permission.expired()).isTrue();
    assertThat(permission.isHolder().result()).isEqualTo(Holding.NO_HOLDER);
    assertThat(permission.release().result()).isTrue();
    assertThat(permission.view()).isEqualTo(BudgetView.NONE);
  }
}
