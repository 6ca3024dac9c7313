package io.metricssidecar.sidecar.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.decision.budget.Look;
import io.metricssidecar.decision.budget.Refusal;
import io.metricssidecar.sidecar.budget.Permission.Answer;
import io.metricssidecar.sidecar.budget.Permission.Turn;
import org.junit.jupiter.api.Test;

class NoPermissionTest {
  private final NoPermission permission = new NoPermission(Refusal.NO_WORKLOAD);

  @Test
  void refusesForItsOneReason() {
    assertThat(permission.acquire(Turn.FIRST).result())
        .isEqualTo(new Answer.Refused(Refusal.NO_WORKLOAD));
  }

  @Test
  void whoShedsAllTheSameComesBackAndOwesNothing() {
    assertThat(permission.stillHolds().result()).isFalse();
    assertThat(permission.expired()).isTrue();
    assertThat(permission.held().result()).contains(false);
    assertThat(permission.release().result()).isTrue();
    assertThat(permission.look()).isEqualTo(Look.NONE);
  }
}
