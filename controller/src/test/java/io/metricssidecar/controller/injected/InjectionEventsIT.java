package io.metricssidecar.controller.injected;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.metricssidecar.cluster.events.EventRecorder;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.Labels;
import io.metricssidecar.contract.Names;
import io.metricssidecar.controller.ClusterObjects;
import io.metricssidecar.controller.workloads.WorkloadReader;
import io.metricssidecar.injection.Options;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
@SuppressWarnings("NullAway.Init")
class InjectionEventsIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  private KubernetesClient client;
  private Deployment web;
  private ReplicaSet first;
  private InjectionEvents announcer;

  @BeforeEach
  void start() {
    web = client.resource(ClusterObjects.deployment("web", 2)).create();
    first = replicaSet("web-1");
    announcer = announcer();
  }

  @AfterEach
  void stop() {
    announcer.close();
  }

  @Test
  void tellsTheDeploymentOnceWhyItsPodsHaveNoSidecar() {
    announcer.onAdd(onTheHostsNetwork("web-1-a", first));
    announcer.onAdd(onTheHostsNetwork("web-1-b", first));
    announcer.onAdd(onTheHostsNetwork("web-2-a", replicaSet("web-2")));

    var said =
        Tuple.tuple(
            "Deployment",
            "web",
            "Warning",
            "InjectionSkipped",
            "No sidecar because it uses its node's network, where two sidecars would share one"
                + " port");
    // The second ReplicaSet is another template, so it is said again.
    awaitEvents(said, said);
  }

  @Test
  void tellsOfAnnotationsThatItDoesNotUnderstand() {
    announcer.onAdd(
        new PodBuilder(injected("web-1-a"))
            .editMetadata()
            .addToAnnotations(Annotations.PREFIX + "poll-interval", "soon")
            .endMetadata()
            .build());

    await().atMost(SOON).until(() -> events().size() == 1);
    assertThat(events())
        .first()
        .satisfies(
            event -> {
              assertThat(event.getReason()).isEqualTo("InvalidAnnotation");
              assertThat(event.getInvolvedObject().getUid()).isEqualTo(web.getMetadata().getUid());
              assertThat(event.getMessage())
                  .contains("metrics-sidecar/poll-interval", "\"soon\"", "expected");
            });
  }

  @Test
  void twoReplicasSayItOnce() {
    try (var other = announcer()) {
      var pod = onTheHostsNetwork("web-1-a", first);
      announcer.onAdd(pod);
      other.onAdd(pod);
      announcer.onAdd(lastOne());
      other.onAdd(lastOne());

      await().atMost(SOON).until(() -> events().size() >= 2);
      assertThat(events()).extracting(event -> event.getInvolvedObject().getKind()).hasSize(2);
    }
  }

  /// Nobody has read back that its owner exists, so nobody else is told.
  @Test
  void tellsAPodWithAForgedOwnerItself() {
    var forged =
        new OwnerReferenceBuilder(ClusterObjects.controlledBy(first))
            .withUid("not-that-of-the-set")
            .build();
    announcer.onAdd(
        new PodBuilder(onTheHostsNetwork("forged", first))
            .editMetadata()
            .withOwnerReferences(forged)
            .endMetadata()
            .build());

    await().atMost(SOON).until(() -> events().size() == 1);
    assertThat(events())
        .extracting(event -> event.getInvolvedObject().getName())
        .containsExactly("forged");
  }

  @Test
  void isSilentAboutOldPodsAndAboutWhatIsInOrder() {
    announcer.onAdd(
        new PodBuilder(onTheHostsNetwork("web-1-a", first))
            .editMetadata()
            .withCreationTimestamp(NOON.minus(Duration.ofMinutes(11)).toString())
            .endMetadata()
            .build());
    announcer.onAdd(injected("web-1-b"));
    announcer.onAdd(lastOne());

    await().atMost(SOON).until(() -> !events().isEmpty());
    assertThat(events())
        .extracting(event -> event.getInvolvedObject().getName())
        .containsExactly("last");
  }

  private InjectionEvents announcer() {
    InstantSource clock = () -> NOON;
    var made =
        new InjectionEvents(
            () -> Options.PLAIN,
            new WorkloadReader(client, List.of()),
            new EventRecorder(client, clock),
            clock);
    made.start();
    return made;
  }

  /// What is said of it is said after everything else.
  private static Pod lastOne() {
    return pod("last", List.of());
  }

  private static Pod onTheHostsNetwork(String name, HasMetadata owner) {
    return pod(name, List.of(ClusterObjects.controlledBy(owner)));
  }

  private static Pod pod(String name, List<OwnerReference> owners) {
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace("shop")
        .withName(name)
        .withUid("uid-of-" + name)
        .withCreationTimestamp(NOON.toString())
        .addToLabels(Labels.INJECTED, Labels.FALSE)
        .addToAnnotations(Annotations.ENABLED, "true")
        .withOwnerReferences(owners)
        .endMetadata()
        .withNewSpec()
        .withHostNetwork(true)
        .addNewContainer()
        .withName("app")
        .endContainer()
        .endSpec()
        .build();
  }

  private Pod injected(String name) {
    return new PodBuilder(onTheHostsNetwork(name, first))
        .editSpec()
        .withHostNetwork(null)
        .editFirstContainer()
        .withNewResources()
        .addToLimits("cpu", new Quantity("1"))
        .addToLimits("memory", new Quantity("1Gi"))
        .endResources()
        .endContainer()
        .addNewContainer()
        .withName(Names.CONTAINER)
        .endContainer()
        .endSpec()
        .build();
  }

  private ReplicaSet replicaSet(String name) {
    return client.resource(ClusterObjects.replicaSet(name, web)).create();
  }

  private void awaitEvents(Tuple... expected) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(events())
                    .extracting(
                        event -> event.getInvolvedObject().getKind(),
                        event -> event.getInvolvedObject().getName(),
                        Event::getType,
                        Event::getReason,
                        Event::getMessage)
                    .containsExactlyInAnyOrder(expected));
  }

  private List<Event> events() {
    return client.v1().events().inNamespace("shop").list().getItems();
  }
}
