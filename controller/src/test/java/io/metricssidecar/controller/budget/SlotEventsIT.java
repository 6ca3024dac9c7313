package io.metricssidecar.controller.budget;

import static io.metricssidecar.controller.TestLeases.floor;
import static io.metricssidecar.controller.TestLeases.lease;
import static io.metricssidecar.controller.TestLeases.sidecarPod;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.metricssidecar.cluster.events.EventRecorder;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.controller.workloads.SidecarPod;
import io.metricssidecar.testing.apiserver.WithApiServer;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The Events that the changes of a Lease lead to, of which a watch tells.
@WithApiServer
@SuppressWarnings("NullAway.Init")
class SlotEventsIT {
  private static final Map<String, SidecarPod> PODS =
      Map.of("a", sidecarPod("a", floor(50)), "b", sidecarPod("b", floor(50)));
  private static final Lease NONE = lease("2", Map.of());
  private static final Lease ONE = version("8", lease("2", Map.of("a", "1 pod-a")));
  private static final Lease OTHER = version("9", lease("2", Map.of("b", "2 pod-b")));

  private KubernetesClient client;
  private SlotEvents events;

  @BeforeEach
  void start() {
    events = new SlotEvents(new EventRecorder(client, InstantSource.system()));
  }

  @Test
  void writesEachChangeOnce() {
    events.onUpdate(NONE, ONE);
    events.onUpdate(ONE, OTHER);
    events.write(PODS);
    var written = written();
    events.write(PODS);

    assertThat(written)
        .extracting(Event::getMessage)
        .containsExactlyInAnyOrder(
            "Pod pod-a is overloaded and leaves its Service: 1 of 2 slots are taken",
            "Pod pod-a serves again: 1 of 2 slots are taken",
            "Pod pod-b is overloaded and leaves its Service: 1 of 2 slots are taken");
    assertThat(written()).isEqualTo(written);
  }

  /// They may have been taken long before.
  @Test
  void doesNotReportTheSlotsOfALeaseThatIsSeenForTheFirstTime() {
    events.onAdd(ONE);
    events.write(PODS);

    assertThat(written()).isEmpty();
  }

  /// Somebody paused while no controller ran.
  @Test
  void reportsThePauseOfALeaseThatIsSeenForTheFirstTime() {
    events.onAdd(paused());
    events.write(PODS);

    assertThat(written())
        .extracting(Event::getReason, Event::getMessage)
        .containsExactly(
            Tuple.tuple(
                "SheddingPaused",
                "Shedding is paused by a person since 2026-11-22T04:00:00Z: release"));
  }

  @Test
  void reportsAPauseThatBeginsAndEnds() {
    events.onUpdate(NONE, paused());
    events.onUpdate(paused(), version("9", NONE));
    events.write(PODS);

    assertThat(written())
        .extracting(Event::getReason)
        .containsExactlyInAnyOrder("SheddingPaused", "SheddingResumed");
  }

  /// Its workload is gone, or its pods have no sidecars any more.
  @Test
  void doesNotReportThatALeaseIsGone() {
    events.onDelete(ONE, false);
    events.write(PODS);

    assertThat(written()).isEmpty();
  }

  private List<Event> written() {
    return client.v1().events().inNamespace("shop").list().getItems();
  }

  private static Lease paused() {
    return version(
        "8",
        NONE.edit()
            .editMetadata()
            .addToAnnotations(Annotations.PAUSED, "person 2026-11-22T04:00:00Z release")
            .endMetadata()
            .build());
  }

  private static Lease version(String version, Lease lease) {
    return lease.edit().editMetadata().withResourceVersion(version).endMetadata().build();
  }
}
