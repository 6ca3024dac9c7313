package io.metricssidecar.sidecar.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.decision.budget.BudgetView;
import io.metricssidecar.decision.budget.DenialReason;
import io.metricssidecar.decision.budget.Scene;
import io.metricssidecar.decision.budget.WorkloadStatus;
import io.metricssidecar.sidecar.budget.SlotPermission.Answer;
import io.metricssidecar.sidecar.budget.SlotPermission.Turn;
import io.vertx.core.Future;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Three pods, half of them must stay: one may leave, two must be available.
class LocalPermissionTest {
  private static LocalPermission permission(@Nullable Integer available) {
    var status =
        Optional.ofNullable(available)
            .map(number -> new WorkloadStatus(3, number, number, 3, false));
    return new LocalPermission(() -> Future.succeededFuture(status), Scene.floor(50));
  }

  @Test
  void givesLeaveWhileOneMoreMayGo() {
    assertThat(permission(3).acquire(Turn.FIRST).result()).isEqualTo(new Answer.Granted());
    assertThat(permission(2).acquire(Turn.FIRST).result())
        .isEqualTo(new Answer.Refused(DenialReason.FLOOR));
  }

  @Test
  void givesNoLeaveWhereTheWorkloadCannotBeRead() {
    assertThat(permission(null).acquire(Turn.LATER).result())
        .isEqualTo(new Answer.Refused(DenialReason.ERROR));
  }

  @Test
  void leaveEndsWhenTheFloorIsSeenToBeBroken() {
    assertThat(permission(2).stillHolds().result()).isTrue();
    assertThat(permission(1).stillHolds().result()).isFalse();
  }

  @Test
  void leaveStandsWhereTheWorkloadCannotBeRead() {
    assertThat(permission(null).stillHolds().result()).isTrue();
    assertThat(permission(null).expired()).isFalse();
  }

  @Test
  void holdsNothingThatCouldBeGivenBack() {
    assertThat(permission(3).held().result()).contains(false);
    assertThat(permission(3).release().result()).isTrue();
  }

  @Test
  void showsHowManyMayLeaveOnceItHasRead() {
    var permission = permission(3);
    var before = permission.look();
    permission.stillHolds();

    assertThat(before).isEqualTo(BudgetView.NONE);
    assertThat(permission.look()).isEqualTo(new BudgetView(1, null, null, null));
  }
}
