package io.metricssidecar.cluster.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EventDraftTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00.5Z");
  private static final EventDraft DRAFT = about("web", "It is so", "once");

  @Test
  void isAnEventOnTheObject() {
    var event = DRAFT.event(0, NOON);

    assertThat(event.getMetadata().getName()).matches("web\\.[0-9a-f]{16}");
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
            message: "It is so"
            reason: "Reason"
            source:
              component: "metrics-sidecar"
            type: "Warning"
            """
                .formatted(event.getMetadata().getName()));
  }

  @Test
  void countsSuppressedEvents() {
    var event = DRAFT.event(3, NOON);

    assertThat(event.getCount()).isEqualTo(4);
    assertThat(event.getMessage()).isEqualTo("It is so (and 3 changes before)");
  }

  @Test
  void nameFollowsFromTheObjectAndTheOccurrenceAlone() {
    var once = DRAFT.event(0, NOON).getMetadata().getName();

    assertThat(about("web", "Otherwise", "once").event(1, NOON.plusSeconds(3)).getMetadata())
        .returns(once, metadata -> metadata.getName());
    assertThat(about("web", "It is so", "again").event(0, NOON).getMetadata().getName())
        .isNotEqualTo(once);
  }

  @Test
  void isCutToWhatAnApiServerAccepts() {
    var event = about("w".repeat(253), "m".repeat(2000), "once").event(0, NOON);

    assertThat(event.getMetadata().getName()).hasSize(253).matches("w+\\.[0-9a-f]{16}");
    assertThat(event.getMessage()).hasSize(1024);
  }

  private static EventDraft about(String name, String message, String occurrence) {
    ObjectReference object =
        new ObjectReferenceBuilder()
            .withApiVersion("apps/v1")
            .withKind("Deployment")
            .withName(name)
            .withNamespace("shop")
            .withUid("uid-of-web")
            .build();
    return new EventDraft(object, EventDraft.Type.WARNING, "Reason", message, occurrence);
  }
}
