package io.metricssidecar.sidecar.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.contract.budget.Pause;
import io.metricssidecar.decision.budget.BudgetFixture;
import io.metricssidecar.decision.budget.BudgetView;
import io.metricssidecar.decision.budget.ServiceEndpoints;
import io.metricssidecar.decision.budget.WorkloadStatus;
import io.metricssidecar.sidecar.budget.ScriptedApi.Reads;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// The budget as people are shown it: each part for a minute after it was read.
class ObservedBudgetTest {
  private static final BudgetFixture FOUR = BudgetFixture.of(4);

  private final ScriptedApi api = new ScriptedApi(FOUR);
  private Duration now = Duration.ofHours(1);
  private final ObservedBudget budget = new ObservedBudget(api, () -> now);

  private void pass(int seconds) {
    now = now.plusSeconds(seconds);
  }

  @Test
  void aReadOfTheLeaseRenewsTheHoldersAndNotTheSlots() {
    budget.remember(FOUR.input());
    pass(61);
    budget.lease();

    assertThat(budget.view()).isEqualTo(new BudgetView(null, 0, null, null));
  }

  /// That it has none is what the Lease says, however long ago slots were counted.
  @Test
  void aPausedBudgetHasNoSlotsForAsLongAsItIsReadAsPaused() {
    budget.remember(FOUR.input());
    api.annotate("metrics-sidecar/paused", "person 2026-11-22T04:00:00Z release");
    pass(90);
    budget.lease();

    assertThat(budget.view())
        .isEqualTo(
            new BudgetView(
                0, 0, null, null, new Pause(Pause.By.PERSON, "2026-11-22T04:00:00Z", "release")));
  }

  @Test
  void aLeaseThatCannotBeReadRenewsNothing() {
    budget.remember(FOUR.input());
    pass(61);
    api.reads(Reads.FAILED);
    budget.lease();

    assertThat(budget.view()).isEqualTo(BudgetView.NONE);
    assertThat(budget.settled(Duration.ZERO)).isFalse();
  }

  @Test
  void aLeaseIsSettledOnceItHasBeenTheSameForTheWholeWait() {
    budget.lease();
    pass(9);
    var early = budget.settled(Duration.ofSeconds(10));
    pass(1);

    assertThat(early).isFalse();
    assertThat(budget.settled(Duration.ofSeconds(10))).isTrue();
    api.makeLease("l2");
    budget.lease();
    assertThat(budget.settled(Duration.ofSeconds(10))).isFalse();
  }

  @Test
  void showsTheServiceWithTheFewestReadyPodsAndWhatTheOthersWouldHaveToCarry() {
    var scene =
        FOUR.guarded()
            .withUse(0.9, 0.2, 0.2, 0.2)
            .with(
                new ServiceEndpoints("canary", BudgetFixture.serving(3)),
                new ServiceEndpoints("web", BudgetFixture.serving(4)));

    budget.remember(scene.input());

    assertThat(budget.view()).isEqualTo(new BudgetView(2, 0, 3, 0.5));
    pass(61);
    assertThat(budget.view()).isEqualTo(BudgetView.NONE);
  }

  @Test
  void keepsTheStatusForItsAgeAndAlsoWhereItCannotBeReadThen() {
    assertThat(budget.desired()).isZero();
    assertThat(budget.status().result()).contains(FOUR.status());
    api.scaled(new WorkloadStatus(6, 6, 6, 6, false));
    pass(4);
    assertThat(budget.status().result()).contains(FOUR.status());
    api.workloadCannotBeRead();
    pass(1);

    assertThat(budget.status().result()).contains(FOUR.status());
    assertThat(budget.desired()).isEqualTo(4);
    api.scaled(new WorkloadStatus(6, 6, 6, 6, false));
    assertThat(budget.status().result()).contains(new WorkloadStatus(6, 6, 6, 6, false));
    assertThat(budget.desired()).isEqualTo(6);
  }

  @Test
  void aWorkloadThatCouldNeverBeReadHasNoStatus() {
    api.workloadCannotBeRead();

    assertThat(budget.status().result()).isEmpty();
  }
}
