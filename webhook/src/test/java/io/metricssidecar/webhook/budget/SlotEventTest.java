package io.metricssidecar.webhook.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.metricssidecar.contract.Annotations;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SlotEventTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00.5Z");
  private static final Member A = Shop.member("a", Shop.floor(50));
  private static final Lease NONE = Shop.lease("2", Map.of());
  private static final Lease ONE = later(Shop.lease("2", Map.of("a", "1 pod-a")));
  private static final Lease NONE_AGAIN = later(later(NONE));

  @Test
  void saysWhoLeft() {
    var event = said(NONE, ONE).getFirst().event(0, NOON);

    assertThat(event.getMetadata().getName())
        .matches("metrics-sidecar-deployment-web\\.[0-9a-f]{16}");
    assertThat(Serialization.asYaml(event))
        .isEqualTo(
            """
            ---
            apiVersion: "v1"
            kind: "Event"
            metadata:
              name: "%s"
              namespace: "shop"
            count: 1
            firstTimestamp: "2026-11-21T12:00:00Z"
            involvedObject:
              apiVersion: "apps/v1"
              kind: "Deployment"
              name: "web"
              namespace: "shop"
              uid: "uid-of-web"
            lastTimestamp: "2026-11-21T12:00:00Z"
            message: "Pod pod-a is overloaded and leaves its Service: 1 of 2 slots are taken"
            reason: "Shed"
            source:
              component: "metrics-sidecar"
            type: "Normal"
            """
                .formatted(event.getMetadata().getName()));
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
  void countsWhatWasLeftUnsaid() {
    var event = said(NONE, ONE).getFirst().event(3, NOON);

    assertThat(event.getCount()).isEqualTo(4);
    assertThat(event.getMessage()).endsWith("slots are taken (and 3 changes before)");
  }

  @Test
  void nameFollowsFromTheChangeAlone() {
    var once = said(NONE, ONE).getFirst().event(0, NOON);
    var elsewhere = said(NONE, ONE).getFirst().event(1, NOON.plusSeconds(3));
    var again = said(NONE, later(ONE)).getFirst().event(0, NOON);

    assertThat(elsewhere.getMetadata().getName()).isEqualTo(once.getMetadata().getName());
    assertThat(again.getMetadata().getName()).isNotEqualTo(once.getMetadata().getName());
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
