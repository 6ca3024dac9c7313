package io.metricssidecar.sidecar.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.decision.budget.BudgetView;
import io.metricssidecar.decision.budget.DenialReason;
import io.metricssidecar.sidecar.budget.SlotPermission.Answer;
import io.metricssidecar.sidecar.budget.SlotPermission.Turn;
import org.junit.jupiter.api.Test;

class NoPermissionTest {
  private final NoPermission permission = new NoPermission(DenialReason.NO_WORKLOAD);

  @Test
  void refusesForItsOneReason() {
    assertThat(permission.acquire(Turn.FIRST).result())
        .isEqualTo(new Answer.Refused(DenialReason.NO_WORKLOAD));
  }

  @Test
  void whoShedsAllTheSameComesBackAndOwesNothing() {
    assertThat(permission.stillHolds().result()).isFalse();
    assertThat(permission.expired()).isTrue();
    assertThat(permission.held().result()).contains(false);
    assertThat(permission.release().result()).isTrue();
    assertThat(permission.look()).isEqualTo(BudgetView.NONE);
  }
}
