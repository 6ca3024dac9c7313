package io.metricssidecar.sidecar.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.decision.overload.Event;
import io.metricssidecar.sidecar.budget.SlotPermission.Holding;
import io.metricssidecar.sidecar.loop.LiveReads.PodRead;
import io.metricssidecar.sidecar.loop.Schedule.Knowledge;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a read of the own pod, of the workload and of the budget tells the loop.
class LiveReadsTest {
  private final LoopRig rig = new LoopRig();

  private PodRead pod() {
    return rig.reads.pod().result();
  }

  @Test
  void theStartOfTheMeasuredContainerIsToldOnce() {
    var first = pod();

    assertThat(first.events())
        .isEqualTo(List.of(new Event.MainStarted(rig.now(), rig.now().minus(Duration.ofHours(1)))));
    assertThat(first.restarted()).isTrue();
    assertThat(pod().events()).isEmpty();
    assertThat(pod().restarted()).isFalse();
  }

  @Test
  void aRestartOfTheMeasuredContainerIsToldAgain() {
    pod();
    rig.pass(Duration.ofSeconds(60));
    rig.api.started(LoopRig.NOON.plusSeconds(50));

    assertThat(pod().events())
        .isEqualTo(List.of(new Event.MainStarted(rig.now(), rig.now().minusSeconds(10))));
  }

  /// The clock of the kubelet is ahead of ours.
  @Test
  void aContainerThatIsStartedInTheFutureWasStartedNow() {
    rig.api.started(LoopRig.NOON.plusSeconds(7));

    assertThat(pod().events()).isEqualTo(List.of(new Event.MainStarted(rig.now(), rig.now())));
  }

  @Test
  void aContainerThatDoesNotRunHasNoStart() {
    rig.api.started(null);
    rig.api.mainReady(false);

    assertThat(pod().events()).isEqualTo(List.of(new Event.MainNotReady(rig.now())));
  }

  @Test
  void aPodThatIsBeingDeletedEndsAndReleasesItsSlot() {
    pod();
    rig.api.deleted();
    var read = pod();

    assertThat(read.deleted()).isTrue();
    assertThat(read.events())
        .isEqualTo(List.of(new Event.Terminate(rig.now()), new Event.ReadyAgain(rig.now())));
  }

  @Test
  void aPodThatCannotBeReadTellsNothingAndForgetsNothing() {
    var known = pod().pod();
    rig.api.answers(false);

    assertThat(pod()).isEqualTo(new PodRead(Optional.empty(), List.of()));
    assertThat(pod().deleted()).isFalse();
    assertThat(Optional.ofNullable(rig.reads.observations().pod())).isEqualTo(known);
  }

  @Test
  void allIsKnownOnceThePodIsReadyAllOthersAreAvailableAndTheLeaseWasRead() {
    assertThat(rig.reads.knowledge()).isEqualTo(Knowledge.PARTIAL);
    pod();
    rig.reads.workload();
    assertThat(rig.reads.knowledge()).isEqualTo(Knowledge.PARTIAL);

    rig.reads.isHolder();

    assertThat(rig.reads.knowledge()).isEqualTo(Knowledge.COMPLETE);
  }

  @Test
  void aLeaseThatCouldNotBeReadIsNotKnown() {
    pod();
    rig.reads.workload();
    rig.permission.lists(Holding.UNKNOWN);
    rig.reads.isHolder();

    assertThat(rig.reads.knowledge()).isEqualTo(Knowledge.PARTIAL);
  }

  @Test
  void whatIsAboutToChangeIsNotKnownYet() {
    rig.reads.isHolder();
    rig.api.available(3);
    pod();
    rig.reads.workload();
    assertThat(rig.reads.knowledge()).isEqualTo(Knowledge.PARTIAL);
    rig.api.available(4);
    rig.reads.workload();
    assertThat(rig.reads.knowledge()).isEqualTo(Knowledge.COMPLETE);

    rig.api.ready(false);
    pod();

    assertThat(rig.reads.knowledge()).isEqualTo(Knowledge.PARTIAL);
  }

  @Test
  void aWorkloadThatCannotBeReadStaysAsItWasRead() {
    rig.reads.workload();
    var known = Optional.ofNullable(rig.reads.observations().workloadRead());
    rig.pass(Duration.ofSeconds(5));
    rig.api.answers(false);
    rig.reads.workload();

    assertThat(known).isPresent();
    assertThat(Optional.ofNullable(rig.reads.observations().workloadRead())).isEqualTo(known);
  }
}
