package io.metricssidecar.controller.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.metricssidecar.cluster.events.EventDraft;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.controller.TestLeases;
import io.metricssidecar.controller.workloads.SidecarPod;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

class SlotEventTest {
  private static final SidecarPod A = TestLeases.sidecarPod("a", TestLeases.floor(50));
  private static final Lease NONE = TestLeases.lease("2", Map.of());
  private static final Lease ONE = later(TestLeases.lease("2", Map.of("a", "1 pod-a")));
  private static final Lease NONE_AGAIN = later(later(NONE));

  @Test
  void reportsThePodThatWasShedToItsWorkload() {
    var draft = events(NONE, ONE).getFirst().draft();

    assertThat(draft)
        .isEqualTo(
            new EventDraft(
                new ObjectReferenceBuilder()
                    .withApiVersion("apps/v1")
                    .withKind("Deployment")
                    .withName("web")
                    .withNamespace("shop")
                    .withUid("uid-of-web")
                    .build(),
                EventDraft.Type.NORMAL,
                "Shed",
                "Pod pod-a is overloaded and leaves its Service: 1 of 2 slots are taken",
                draft.occurrence()));
  }

  @Test
  void reportsThePodThatReturned() {
    assertThat(events(ONE, NONE_AGAIN))
        .extracting(SlotEvent::reason, SlotEvent::message)
        .containsExactly(Tuple.tuple("Returned", "Pod pod-a serves again: 0 of 2 slots are taken"));
  }

  @Test
  void reportsThePodWhoseSlotWasFreed() {
    var change = SlotChange.between(ONE, NONE_AGAIN).getFirst();

    assertThat(SlotEvent.of(change, null))
        .contains(
            new SlotEvent(
                change,
                "SlotFreed",
                "Pod pod-a is gone and its slot is free: 0 of 2 slots are taken"));
  }

  @Test
  void reportsThePodWhoseSlotWasFreedWhileItWasBeingDeleted() {
    var change = SlotChange.between(ONE, NONE_AGAIN).getFirst();

    assertThat(SlotEvent.of(change, TestLeases.terminating(A)))
        .contains(
            new SlotEvent(
                change,
                "SlotFreed",
                "Pod pod-a is being deleted and its slot is free: 0 of 2 slots are taken"));
  }

  @Test
  void reportsNothingOfAPodThatWasNeverSeen() {
    assertThat(SlotEvent.of(SlotChange.between(NONE, ONE).getFirst(), null)).isEmpty();
  }

  /// A name in a Lease is what somebody wrote there.
  @Test
  void namesThePodAsItWasSeen() {
    var forged = later(TestLeases.lease("2", Map.of("a", "1 somebody-else")));

    assertThat(events(NONE, forged))
        .extracting(SlotEvent::message)
        .first()
        .asString()
        .contains("pod-a");
  }

  @Test
  void sameChangeIsTheSameOccurrence() {
    var once = events(NONE, ONE).getFirst().draft().occurrence();

    assertThat(events(NONE, ONE).getFirst().draft().occurrence()).isEqualTo(once);
    assertThat(events(NONE, later(ONE)).getFirst().draft().occurrence()).isNotEqualTo(once);
  }

  /// Two pods that one write of a hand took out: the second is no repetition of the first.
  @Test
  void changesOfOneVersionAreDifferentOccurrences() {
    var two = later(TestLeases.lease("2", Map.of("a", "1 pod-a", "b", "2 pod-b")));
    var taken = SlotChange.between(NONE, two);
    var freed = SlotChange.between(two, later(later(NONE)));

    assertThat(
            Stream.concat(taken.stream(), freed.stream())
                .map(change -> SlotEvent.of(change, A).orElseThrow().draft().occurrence())
                .distinct())
        .hasSize(4);
  }

  @Test
  void namesFreedSlotsBeforeTakenOnesInTheOrderOfTheirUids() {
    var before = TestLeases.lease("2", Map.of("b", "1 pod-b", "d", "2 pod-d"));
    var after = later(TestLeases.lease("2", Map.of("c", "3 pod-c", "a", "4 pod-a")));

    assertThat(SlotChange.between(before, after))
        .extracting(change -> change.kind() + " " + change.holder().uid())
        .containsExactly("FREED b", "FREED d", "TAKEN a", "TAKEN c");
  }

  /// Whoever may write the Lease chooses the text there.
  @Test
  void namesAPodThatIsGoneByItsUidWhereTheLeaseHasNoValidName() {
    var garbage = TestLeases.lease("garbage", Map.of("a", "what a mess"));
    var change = SlotChange.between(garbage, later(TestLeases.lease(null, Map.of()))).getFirst();

    assertThat(SlotEvent.of(change, null).map(SlotEvent::message))
        .contains("Pod a is gone and its slot is free: 0 of 0 slots are taken");
  }

  /// It may have written the Lease just before it was told to stop.
  @Test
  void reportsNoSlotThatAPodTakesWhileItIsBeingDeleted() {
    assertThat(SlotEvent.of(SlotChange.between(NONE, ONE).getFirst(), TestLeases.terminating(A)))
        .isEmpty();
  }

  @Test
  void reportsNoDifferenceOfTwoLeases() {
    var anew = new LeaseBuilder(NONE_AGAIN).editMetadata().withUid("another").endMetadata().build();
    var unknown =
        new LeaseBuilder(NONE_AGAIN)
            .editMetadata()
            .addToAnnotations(Annotations.LEASE_FORMAT, "2")
            .endMetadata()
            .build();

    assertThat(SlotChange.between(ONE, anew)).isEmpty();
    assertThat(SlotChange.between(ONE, unknown)).isEmpty();
    assertThat(SlotChange.between(unknown, ONE)).isEmpty();
  }

  @Test
  void reportsNoOtherChanges() {
    assertThat(SlotChange.between(ONE, later(TestLeases.lease("1", Map.of("a", "2 pod-a")))))
        .isEmpty();
  }

  private static List<SlotEvent> events(Lease before, Lease after) {
    return SlotChange.between(before, after).stream()
        .flatMap(change -> SlotEvent.of(change, A).stream())
        .toList();
  }

  private static Lease later(Lease lease) {
    var version = Integer.parseInt(lease.getMetadata().getResourceVersion()) + 1;
    return new LeaseBuilder(lease)
        .editMetadata()
        .withResourceVersion(Integer.toString(version))
        .endMetadata()
        .build();
  }
}
