package io.metricssidecar.controller.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.metricssidecar.cluster.events.EventDraft;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.controller.workloads.Member;
import io.metricssidecar.controller.workloads.Shop;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SlotEventTest {
  private static final Member A = Shop.member("a", Shop.floor(50));
  private static final Lease NONE = Shop.lease("2", Map.of());
  private static final Lease ONE = later(Shop.lease("2", Map.of("a", "1 pod-a")));
  private static final Lease NONE_AGAIN = later(later(NONE));

  @Test
  void tellsTheWorkloadWhoLeft() {
    var notice = said(NONE, ONE).getFirst().notice();

    assertThat(notice)
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
                notice.occurrence()));
  }

  @Test
  void saysWhoReturned() {
    assertThat(said(ONE, NONE_AGAIN))
        .extracting(SlotEvent::reason, SlotEvent::message)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "Returned", "Pod pod-a serves again: 0 of 2 slots are taken"));
  }

  @Test
  void saysWhoseSlotCameFree() {
    var change = SlotChange.between(ONE, NONE_AGAIN).getFirst();

    assertThat(SlotEvent.of(change, null))
        .contains(
            new SlotEvent(
                change,
                "SlotFreed",
                "Pod pod-a is gone and its slot is free: 0 of 2 slots are taken"));
  }

  @Test
  void saysNothingOfAPodThatWasNeverSeen() {
    assertThat(SlotEvent.of(SlotChange.between(NONE, ONE).getFirst(), null)).isEmpty();
  }

  /// A name in a Lease is what somebody wrote there.
  @Test
  void namesThePodAsItWasSeen() {
    var forged = later(Shop.lease("2", Map.of("a", "1 somebody-else")));

    assertThat(said(NONE, forged))
        .extracting(SlotEvent::message)
        .first()
        .asString()
        .contains("pod-a");
  }

  @Test
  void sameChangeIsTheSameOccurrence() {
    var once = said(NONE, ONE).getFirst().notice().occurrence();

    assertThat(said(NONE, ONE).getFirst().notice().occurrence()).isEqualTo(once);
    assertThat(said(NONE, later(ONE)).getFirst().notice().occurrence()).isNotEqualTo(once);
  }

  @Test
  void nothingIsToldFromOneLeaseOfAnother() {
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
  void otherChangesSayNothing() {
    assertThat(SlotChange.between(ONE, later(Shop.lease("1", Map.of("a", "2 pod-a"))))).isEmpty();
  }

  private static List<SlotEvent> said(Lease before, Lease after) {
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
