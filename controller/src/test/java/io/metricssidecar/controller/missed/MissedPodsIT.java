package io.metricssidecar.controller.missed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.metricssidecar.cluster.events.EventRecorder;
import io.metricssidecar.cluster.loop.Background;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.Labels;
import io.metricssidecar.contract.exposition.Metric.Sample;
import io.metricssidecar.contract.exposition.ServerMetrics;
import io.metricssidecar.controller.TestPod;
import io.metricssidecar.controller.TestWorkloads;
import io.metricssidecar.controller.missed.MissedPodRules.Action;
import io.metricssidecar.controller.ownership.Owners;
import io.metricssidecar.injection.TestOptions;
import io.metricssidecar.injection.options.CurrentOptions;
import io.metricssidecar.injection.options.NamespaceFacts;
import io.metricssidecar.testing.apiserver.WithApiServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@WithApiServer
@SuppressWarnings("NullAway.Init")
class MissedPodsIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Duration INTERVAL = Duration.ofMillis(100);

  private KubernetesMockServer server;
  private KubernetesClient client;
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final List<String> requests = new ArrayList<>();
  private Deployment web;
  private ReplicaSet set;
  private Owners owners;

  @AfterEach
  void close() {
    owners.close();
  }

  @BeforeEach
  void create() {
    owners = new Owners(client, List.of());
    owners.start();
    web = client.resource(TestWorkloads.deployment("web", 2)).create();
    set = replicaSet("web-1", 2);
    template("true");
    ready(2);
  }

  @Test
  void countsAnnotatedPodsThatWouldBeInjectedAndTellsTheirWorkloadOnce() {
    create(annotated("web-1-a"));
    create(annotated("web-1-b"));
    create(annotated("seen").injected());
    create(annotated("refused").skippedOnTheHostNetwork());
    create(pod("plain"));
    create(pod("out").annotated(Annotations.ENABLED, "false"));

    try (var missed = started(Action.REPORT)) {
      awaitCount(missed, 2);
      await().atMost(SOON).until(() -> !events().isEmpty());
      awaitRuns(2);

      assertThat(events())
          .extracting(
              event -> event.getInvolvedObject().getName(), Event::getType, Event::getReason)
          .containsExactly(Tuple.tuple("web", "Warning", "InjectionMissed"));
      assertThat(pods()).contains("web-1-a", "web-1-b");
    }
  }

  /// As an API server answers a request for metadata alone.
  @Test
  void takesAnEmptyListWithoutItems() {
    server
        .expect()
        .get()
        .withPath(
            "/api/v1/pods?limit=500&labelSelector=%21metrics-sidecar%2Finjected"
                + "&fieldSelector=status.phase%21%3DSucceeded%2Cstatus.phase%21%3DFailed&continue=")
        .andReturn(
            200,
            """
            {"kind": "PartialObjectMetadataList", "apiVersion": "meta.k8s.io/v1",
             "metadata": {"resourceVersion": "269"}, "items": null}
            """)
        .always();
    var background = new Background();
    try (var missed = started(Action.REPORT)) {
      background.include(missed.loop());
      awaitRuns(2);

      assertThat(background.failing()).isEmpty();
    }
  }

  @Test
  void countsPodsOfNamespacesThatOptIn() {
    create(pod("web-1-a"));
    try (var missed = started(Action.REPORT)) {
      awaitRuns(2);
      assertThat(count(missed)).isZero();

      client
          .resource(
              new NamespaceBuilder()
                  .withNewMetadata()
                  .withName(TestWorkloads.NAMESPACE)
                  .addToLabels(Labels.INJECTION, Labels.ENABLED)
                  .endMetadata()
                  .build())
          .create();

      awaitCount(missed, 1);
    }
  }

  @Test
  void evictsPodsWhileTheWebhookIsReadyUntilAReplacementIsMissedToo() {
    create(annotated("web-1-a"));
    create(annotated("web-1-b"));
    var aged = Instant.now().plus(INTERVAL);
    now.set(aged);
    try (var missed = started(Action.EVICT)) {
      awaitCount(missed, 2);
      awaitRuns(2);
      assertThat(evictions()).as("without a ready webhook").isEmpty();

      webhookReady();
      await().atMost(SOON).until(() -> !evictions().isEmpty());
      assertThat(evictions())
          .allMatch("POST /api/v1/namespaces/shop/pods/web-1-a/eviction"::equals);

      // The mock API server dates objects itself, in seconds.
      await().atMost(SOON).until(() -> Instant.now().isAfter(aged.plusSeconds(1)));
      create(annotated("web-1-c"));
      awaitCount(missed, 3);
      awaitRuns(1);
      var before = evictions();
      awaitRuns(2);
      assertThat(evictions()).as("after a replacement that was missed too").isEqualTo(before);
    }
  }

  @Test
  void evictsNothingWhileAPodOfTheWorkloadIsNotReadyOrItsTemplateDoesNotOptIn() {
    webhookReady();
    create(annotated("web-1-a"));
    now.set(Instant.now().plus(INTERVAL));
    ready(1);
    try (var missed = started(Action.EVICT)) {
      awaitCount(missed, 1);
      awaitRuns(2);
      assertThat(evictions()).as("one of two is ready").isEmpty();

      template("false");
      ready(2);
      awaitRuns(2);
      assertThat(evictions()).as("the next pod would not opt in").isEmpty();

      template("true");
      await().atMost(SOON).until(() -> !evictions().isEmpty());
    }
  }

  @Test
  void evictsNothingThatIsYoungOrThatNobodyReplaces() {
    webhookReady();
    create(annotated("web-1-a"));
    create(TestPod.named("bare").uid("bare").annotated(Annotations.ENABLED, "true"));
    try (var missed = started(Action.EVICT)) {
      awaitCount(missed, 2);
      awaitRuns(2);
      assertThat(evictions()).isEmpty();

      now.set(Instant.now().plus(INTERVAL));
      await().atMost(SOON).until(() -> !evictions().isEmpty());
      awaitRuns(2);
      assertThat(evictions()).allMatch(request -> request.contains("/web-1-a/"));
    }
  }

  /// Before that it would take pods that are skipped for missed ones, or the other way round.
  @Test
  void waitsUntilNamespacesAreKnown() {
    create(annotated("web-1-a"));
    var facts = new AtomicReference<>(NamespaceFacts.UNKNOWN);
    try (var missed = started(Action.REPORT, _ -> facts.get())) {
      await().during(Duration.ofSeconds(2)).atMost(SOON).until(() -> searches() == 0);

      facts.set(NamespaceFacts.NONE);

      awaitCount(missed, 1);
    }
  }

  private MissedPods started(Action action) {
    return started(action, _ -> NamespaceFacts.NONE);
  }

  private MissedPods started(Action action, Function<String, NamespaceFacts> namespaces) {
    var missed =
        new MissedPods(
            client,
            new CurrentOptions(TestOptions.PLAIN, namespaces),
            new MissedPods.Reporting(owners, new EventRecorder(client, now::get), now::get),
            new MissedPodRules(action, INTERVAL, "tools"));
    missed.start();
    return missed;
  }

  private void webhookReady() {
    client
        .resource(
            new EndpointSliceBuilder()
                .withNewMetadata()
                .withNamespace("tools")
                .withName("metrics-sidecar-webhook-1")
                .addToLabels("kubernetes.io/service-name", "metrics-sidecar-webhook")
                .endMetadata()
                .withAddressType("IPv4")
                .addNewEndpoint()
                .withAddresses("10.0.0.1")
                .withNewConditions()
                .withReady(true)
                .endConditions()
                .endEndpoint()
                .build())
        .create();
  }

  private TestPod annotated(String name) {
    return pod(name).annotated(Annotations.ENABLED, "true");
  }

  private TestPod pod(String name) {
    return TestPod.named(name).uid("uid-of-" + name).controlledBy(set).limits("1", "1Gi");
  }

  private String create(TestPod pod) {
    return client.resource(pod.build()).create().getMetadata().getName();
  }

  private ReplicaSet replicaSet(String name, int replicas) {
    var made = TestWorkloads.replicaSet(name, web);
    made.getSpec().setReplicas(replicas);
    return client.resource(made).create();
  }

  private void ready(int count) {
    var _ =
        replicaSet()
            .editStatus(
                found ->
                    new ReplicaSetBuilder(found)
                        .editOrNewStatus()
                        .withReadyReplicas(count)
                        .endStatus()
                        .build());
  }

  private void template(String enabled) {
    var _ =
        replicaSet()
            .edit(
                found ->
                    new ReplicaSetBuilder(found)
                        .editSpec()
                        .withNewTemplate()
                        .withNewMetadata()
                        .addToAnnotations(Annotations.ENABLED, enabled)
                        .endMetadata()
                        .endTemplate()
                        .endSpec()
                        .build());
  }

  private RollableScalableResource<ReplicaSet> replicaSet() {
    return client
        .apps()
        .replicaSets()
        .inNamespace(TestWorkloads.NAMESPACE)
        .withName(set.getMetadata().getName());
  }

  /// Waits until this number of whole searches has ended after now.
  private void awaitRuns(int searches) {
    var before = searches();
    await().atMost(SOON).until(() -> searches() > before + searches);
  }

  private long searches() {
    return requests().stream().filter(request -> request.startsWith("GET /api/v1/pods?")).count();
  }

  private List<String> evictions() {
    return requests().stream().filter(request -> request.endsWith("/eviction")).toList();
  }

  private List<String> requests() {
    try {
      for (var request = server.takeRequest(1, TimeUnit.MILLISECONDS);
          request != null;
          request = server.takeRequest(1, TimeUnit.MILLISECONDS)) {
        requests.add(request.getMethod() + " " + request.getPath());
      }
      return List.copyOf(requests);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static void awaitCount(MissedPods missed, int count) {
    await().atMost(SOON).until(() -> count(missed) == count);
  }

  private static int count(MissedPods missed) {
    var gauge = ServerMetrics.PODS_WITHOUT_SIDECAR;
    for (var count = 0; count < 10; count++) {
      if (missed
          .metrics()
          .contains(
              gauge.gauge(
                  List.of(
                      new Sample(Map.of("reason", "missed"), count),
                      new Sample(Map.of("reason", "undecided"), 0))))) {
        return count;
      }
    }
    throw new AssertionError(missed.metrics().toString());
  }

  private List<String> pods() {
    return client.pods().inNamespace(TestWorkloads.NAMESPACE).list().getItems().stream()
        .map(pod -> pod.getMetadata().getName())
        .toList();
  }

  private List<Event> events() {
    return client.v1().events().inNamespace(TestWorkloads.NAMESPACE).list().getItems();
  }
}
