package io.metricssidecar.controller.injected;

import static io.metricssidecar.controller.TestEvents.awaitEvents;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.metricssidecar.cluster.events.EventRecorder;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.controller.TestEvents;
import io.metricssidecar.controller.TestPod;
import io.metricssidecar.controller.TestWorkloads;
import io.metricssidecar.controller.ownership.Owners;
import io.metricssidecar.injection.TestOptions;
import io.metricssidecar.injection.options.CurrentOptions;
import io.metricssidecar.injection.options.NamespaceFacts;
import io.metricssidecar.testing.apiserver.WithApiServer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@WithApiServer
@SuppressWarnings("NullAway.Init")
class InjectionEventsIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  private KubernetesClient client;
  private Deployment web;
  private ReplicaSet first;
  private ReplicaSet second;
  private Owners owners;
  private InjectionEvents events;

  @BeforeEach
  void start() {
    web = client.resource(TestWorkloads.deployment("web", 2)).create();
    first = replicaSet("web-1");
    second = replicaSet("web-2");
    owners = new Owners(client, List.of());
    events = started();
    owners.start();
  }

  @AfterEach
  void stop() {
    events.close();
    owners.close();
  }

  @Test
  void reportsToTheDeploymentOnceWhyItsPodsHaveNoSidecar() {
    events.appeared(onTheHostsNetwork("web-1-a", first));
    events.appeared(onTheHostsNetwork("web-1-b", first));
    events.appeared(onTheHostsNetwork("web-2-a", second));

    var skipped =
        Tuple.tuple(
            "Deployment",
            "web",
            "Warning",
            "InjectionSkipped",
            "No sidecar because it uses its node's network, where two sidecars would share one"
                + " port");
    // The second ReplicaSet is another template, so it is reported again.
    awaitEvents(client, skipped, skipped);
  }

  @Test
  void reportsInvalidAnnotations() {
    events.appeared(
        injected("web-1-a").annotated(Annotations.PREFIX + "poll-interval", "soon").build());

    await().atMost(SOON).until(() -> recorded().size() == 1);
    assertThat(recorded())
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
  void twoReplicasReportOnce() {
    try (var other = started()) {
      var pod = onTheHostsNetwork("web-1-a", first);
      events.appeared(pod);
      other.appeared(pod);
      events.appeared(lastOne());
      other.appeared(lastOne());

      await().atMost(SOON).until(() -> recorded().size() >= 2);
      assertThat(recorded()).extracting(event -> event.getInvolvedObject().getKind()).hasSize(2);
    }
  }

  /// Its owner does not exist, so nothing is reported on it.
  @Test
  void reportsOnThePodItselfWhereItsOwnerIsForged() {
    var forged =
        new OwnerReferenceBuilder(TestWorkloads.controlledBy(first))
            .withUid("not-that-of-the-set")
            .build();
    events.appeared(pod("forged").controlledBy(forged).skippedOnTheHostNetwork().build());

    await().atMost(SOON).until(() -> recorded().size() == 1);
    assertThat(recorded())
        .extracting(event -> event.getInvolvedObject().getName())
        .containsExactly("forged");
  }

  /// It names its owner truly, and has labels that the owner does not select.
  @Test
  void reportsOnThePodItselfWhereItsOwnerWouldNotOwnIt() {
    var reference = TestWorkloads.controlledBy(first);
    events.appeared(pod("foreign").controlledBy(reference).skippedOnTheHostNetwork().build());

    await().atMost(SOON).until(() -> recorded().size() == 1);
    assertThat(recorded())
        .extracting(event -> event.getInvolvedObject().getName())
        .containsExactly("foreign");
  }

  @Test
  void reportsNothingOfOldPodsAndOfValidOnes() {
    events.appeared(
        pod("web-1-a")
            .controlledBy(first)
            .skippedOnTheHostNetwork()
            .createdAt(NOON.minus(Duration.ofMinutes(11)))
            .build());
    events.appeared(injected("web-1-b").build());
    events.appeared(lastOne());

    await().atMost(SOON).until(() -> !recorded().isEmpty());
    assertThat(recorded())
        .extracting(event -> event.getInvolvedObject().getName())
        .containsExactly("last");
  }

  private InjectionEvents started() {
    InstantSource clock = () -> NOON;
    var made =
        new InjectionEvents(
            new CurrentOptions(TestOptions.PLAIN, _ -> NamespaceFacts.NONE),
            owners,
            new EventRecorder(client, clock),
            clock);
    made.start();
    return made;
  }

  /// A pod without a controller; its Event is written after all others.
  private static Pod lastOne() {
    return pod("last").skippedOnTheHostNetwork().build();
  }

  private static Pod onTheHostsNetwork(String name, HasMetadata owner) {
    return pod(name).controlledBy(owner).skippedOnTheHostNetwork().build();
  }

  private TestPod injected(String name) {
    return pod(name)
        .controlledBy(first)
        .annotated(Annotations.ENABLED, "true")
        .limits("1", "1Gi")
        .injected();
  }

  private static TestPod pod(String name) {
    return TestPod.named(name).uid("uid-of-" + name).createdAt(NOON);
  }

  private ReplicaSet replicaSet(String name) {
    return client.resource(TestWorkloads.replicaSet(name, web)).create();
  }

  private List<Event> recorded() {
    return TestEvents.recorded(client);
  }
}
