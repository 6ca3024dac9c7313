package io.metricssidecar.sidecar.budget;

import static io.metricssidecar.decision.budget.BudgetFixture.floor;
import static io.metricssidecar.decision.budget.BudgetFixture.name;
import static io.metricssidecar.decision.budget.BudgetFixture.uid;
import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.contract.sidecar.Limits;
import io.metricssidecar.contract.sidecar.PodIdentity;
import io.metricssidecar.contract.sidecar.Probe;
import io.metricssidecar.decision.budget.BudgetFixture;
import io.metricssidecar.decision.budget.DenialReason;
import io.metricssidecar.decision.budget.WorkloadStatus;
import io.metricssidecar.sidecar.budget.ScriptedApi.Reads;
import io.metricssidecar.sidecar.budget.SlotPermission.Confirmation;
import io.metricssidecar.sidecar.budget.SlotPermission.Result;
import io.metricssidecar.sidecar.budget.SlotPermission.Turn;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A slot request reads the Lease, then the workload and its Services, then the Lease again. Only
/// the last read counts. Four pods, two slots.
class LeaseBetweenReadsTest {
  private static final String HOLDER = "holder.metrics-sidecar/";

  private final ScriptedApi api = new ScriptedApi(BudgetFixture.of(4));
  private Duration now = Duration.ofSeconds(-100);
  private final LeasePermission permission =
      new LeasePermission(
          api,
          new LeaseTerms(
              new PodIdentity("default", name(0), uid(0), "node"),
              floor(50),
              new Probe(0, 5, 5, 2, 1)),
          () -> now);

  @BeforeEach
  void settle() {
    permission.isHolder();
    now = now.plusSeconds(25);
    api.asked.clear();
  }

  private Result ask() {
    return permission.acquire(Turn.FIRST, Limits.NONE).result();
  }

  private void assertDenied(DenialReason reason) {
    assertThat(ask()).isEqualTo(new Result.Denied(reason));
    assertThat(api.asked).isEqualTo(List.of("read", "status", "fleet", "read"));
  }

  @Test
  void aLeaseThatCannotBeReadAgainIsADenial() {
    api.whenTheFleetIsRead(() -> api.reads(Reads.FAILED));

    assertDenied(DenialReason.ERROR);
  }

  @Test
  void aLeaseThatHasGrownTooLargeIsADenial() {
    api.whenTheFleetIsRead(() -> api.reads(Reads.TOO_LARGE));

    assertDenied(DenialReason.TOO_LARGE);
  }

  @Test
  void aLeaseThatIsGoneIsADenial() {
    api.whenTheFleetIsRead(api::deleteLease);

    assertDenied(DenialReason.LEASE_UNREADABLE);
  }

  @Test
  void aLeaseThatWasMadeAgainIsNew() {
    api.whenTheFleetIsRead(() -> api.makeLease("l2"));

    assertDenied(DenialReason.LEASE_NEW);
  }

  @Test
  void slotsThatOthersTookAreTaken() {
    api.whenTheFleetIsRead(
        () -> {
          api.annotate(HOLDER + uid(2), "1 pod-2");
          api.annotate(HOLDER + uid(3), "2 pod-3");
        });

    assertDenied(DenialReason.FULL);
  }

  @Test
  void aPauseThatBeganIsADenial() {
    api.whenTheFleetIsRead(() -> api.annotate("metrics-sidecar/paused", "true"));

    assertDenied(DenialReason.PAUSED);
  }

  /// An earlier write of this pod arrived after all.
  @Test
  void aPodThatIsListedByNowIsTold() {
    api.whenTheFleetIsRead(() -> api.annotate(HOLDER + uid(0), "1 pod-0"));

    assertThat(ask()).isEqualTo(new Result.AlreadyHeld());
    assertThat(api.asked).isEqualTo(List.of("read", "status", "fleet", "read"));
  }

  @Test
  void aFleetThatCannotBeReadIsADenialAlsoWhereTheStatusIsKnown() {
    api.fleetCannotBeRead();

    assertThat(ask()).isEqualTo(new Result.Denied(DenialReason.ERROR));
    assertThat(api.asked).isEqualTo(List.of("read", "status", "fleet"));
  }

  /// One pod is missing and the youngest holder has returned in vain: the next returns when that
  /// would have shown, which takes the kubelet 10 s and the workload's status up to 20 s.
  @Test
  void theNextHolderReturnsWhereTheFloorStaysBroken() {
    assertThat(ask()).isEqualTo(new Result.Granted());
    api.annotate(HOLDER + uid(3), "2 pod-3");
    api.scaled(new WorkloadStatus(4, 1, 1, 4, false));
    now = now.plusSeconds(5);
    var youngerGoesFirst = permission.confirm().result();
    now = now.plusSeconds(29);
    var stillWaiting = permission.confirm().result();
    now = now.plusSeconds(1);

    assertThat(List.of(youngerGoesFirst, stillWaiting, permission.confirm().result()))
        .isEqualTo(List.of(Confirmation.HELD, Confirmation.HELD, Confirmation.FLOOR_BROKEN));
  }
}
