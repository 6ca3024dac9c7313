package io.metricssidecar.cluster.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.metricssidecar.testing.apiserver.WithApiServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@WithApiServer
@SuppressWarnings("NullAway.Init")
class HourlyEventsIT {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
  private KubernetesClient client;
  private HourlyEvents events;

  @BeforeEach
  void create() {
    events = new HourlyEvents(new EventRecorder(client, now::get), now::get);
  }

  @Test
  void writesAnOccurrenceAgainOnceItsEventIsGone() {
    events.record(draft("web", "same"));
    events.record(draft("web", "same"));
    events.record(draft("web", "other"));
    assertThat(written()).hasSize(2);

    expire();
    now.set(NOON.plus(HourlyEvents.REPEATED_AFTER).minusSeconds(1));
    events.forgetOld();
    events.record(draft("web", "same"));
    assertThat(written()).isEmpty();

    now.set(NOON.plus(HourlyEvents.REPEATED_AFTER));
    events.forgetOld();
    events.record(draft("web", "same"));
    assertThat(written()).hasSize(1);
  }

  @Test
  void remembersABoundedNumberAndWritesNoneBeyondIt() {
    // All on one object, of which the recorder writes few.
    for (var i = 0; i < HourlyEvents.MAX_REMEMBERED; i++) {
      events.record(draft("noisy", "occurrence " + i));
    }
    events.record(draft("web", "one too many"));
    assertThat(written())
        .isNotEmpty()
        .extracting(event -> event.getInvolvedObject().getName())
        .containsOnly("noisy");

    now.set(NOON.plus(Duration.ofHours(2)));
    events.forgetOld();
    events.record(draft("web", "one too many"));
    assertThat(written()).extracting(event -> event.getInvolvedObject().getName()).contains("web");
  }

  private static EventDraft draft(String name, String occurrence) {
    var object =
        new ObjectReferenceBuilder()
            .withApiVersion("apps/v1")
            .withKind("Deployment")
            .withName(name)
            .withNamespace("shop")
            .withUid("uid-of-" + name)
            .build();
    return new EventDraft(object, EventDraft.Type.WARNING, "Reason", "It is so", occurrence);
  }

  /// As an API server does after an hour.
  private void expire() {
    client.v1().events().inNamespace("shop").delete();
  }

  private List<Event> written() {
    return client.v1().events().inNamespace("shop").list().getItems();
  }
}
