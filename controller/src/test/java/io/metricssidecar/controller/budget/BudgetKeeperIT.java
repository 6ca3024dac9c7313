package io.metricssidecar.controller.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.metricssidecar.cluster.loop.Loop;
import io.metricssidecar.cluster.loop.Watched;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.Labels;
import io.metricssidecar.contract.exposition.Metric;
import io.metricssidecar.controller.TestLeases;
import io.metricssidecar.controller.TestPod;
import io.metricssidecar.controller.TestWorkloads;
import io.metricssidecar.controller.ownership.Owners;
import io.metricssidecar.controller.pause.Pauses;
import io.metricssidecar.testing.apiserver.WithApiServer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@WithApiServer
@SuppressWarnings("NullAway.Init")
class BudgetKeeperIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Duration A_WHILE = Duration.ofSeconds(2);
  private static final Loop NOBODY =
      new Loop("nobody", new Loop.Pace(Duration.ofHours(1), Duration.ZERO), () -> {});

  private KubernetesClient client;
  private KubernetesMockServer server;
  private Deployment deployment;
  private Pod first;
  private Pod second;
  private Watched<Pod> pods;
  private Watched<Lease> leases;
  private Owners owners;
  private volatile Map<String, String> namespace = Map.of();
  private BudgetKeeper keeper;

  @BeforeEach
  void start() {
    deployment = client.resource(TestWorkloads.deployment("web", 4)).create();
    var set = client.resource(TestWorkloads.replicaSet("web-1", deployment)).create();
    first = client.resource(pod("web-a", set, 50)).create();
    second = client.resource(pod("web-b", set, 50)).create();
    client
        .resource(
            new LeaseBuilder(TestLeases.lease(Map.of()))
                .editMetadata()
                .withUid(null)
                .withResourceVersion(null)
                .withOwnerReferences(TestWorkloads.controlledBy(deployment))
                .endMetadata()
                .build())
        .create();
    pods =
        Watched.start(
            "pods", client.pods().inAnyNamespace().withLabel(Labels.INJECTED, Labels.TRUE), NOBODY);
    leases = Watched.start("leases", client.leases().inAnyNamespace(), NOBODY);
    owners = new Owners(client, List.of());
    keeper = new BudgetKeeper(client, owners, List.of(), pauses(), InstantSource.system());
    keeper.start(pods, leases);
    owners.start();
  }

  @AfterEach
  void stop() {
    keeper.close();
    owners.close();
    pods.close();
    leases.close();
  }

  @Test
  void writesSlotsAndFollowsTheScale() {
    awaitSlots("2");

    scale(10);
    awaitSlots("5");
    scale(1);
    awaitSlots("0");
  }

  @Test
  void followsTheSettingsOfNewPods() {
    awaitSlots("2");
    var set = client.apps().replicaSets().inNamespace("shop").withName("web-1").get();

    client.resource(pod("web-c", set, 75)).create();

    awaitSlots("1");
  }

  /// Whoever creates pods in the namespace can read the UID in any pod of the workload.
  @Test
  void foreignPodsThatNameTheTrueOwnersChangeNoSlots() {
    awaitSlots("2");
    var set = client.apps().replicaSets().inNamespace("shop").withName("web-1").get();
    var ofTheSet = TestPod.named("thief-a").controlledBy(TestWorkloads.controlledBy(set));
    var ofTheDeployment =
        TestPod.named("thief-b").controlledBy(deployment).labelled("pod-template-hash", "web-1");

    client.resource(ofTheSet.injectedWithFloor(100).build()).create();
    client.resource(ofTheDeployment.injectedWithFloor(100).build()).create();

    scale(10);
    awaitSlots("5");
    await()
        .during(A_WHILE)
        .atMost(SOON)
        .untilAsserted(() -> assertThat(annotations()).containsEntry(Annotations.SLOTS, "5"));
  }

  @Test
  void restoresSlotsThatWereChanged() {
    awaitSlots("2");

    annotate(Annotations.SLOTS, "77");

    awaitSlots("2");
  }

  @Test
  void freesTheSlotOfAPodThatIsGoneAndOfNoOther() {
    awaitSlots("2");
    hold(first, "1 web-a");
    hold(second, "2 web-b");

    client.resource(first).delete();

    awaitHolders(second.getMetadata().getUid());
  }

  /// A pod that takes long to stop, or whose node is dead, is there as long.
  @Test
  void freesTheSlotOfAPodThatIsBeingDeleted() {
    awaitSlots("2");
    var set = client.apps().replicaSets().inNamespace("shop").withName("web-1").get();
    var slow =
        client
            .resource(
                TestPod.named("web-c")
                    .controlledBy(set)
                    .injectedWithFloor(50)
                    .finalizedBy("example.com/slow")
                    .build())
            .create();
    hold(slow, "1 web-c");
    hold(second, "2 web-b");

    client.resource(slow).delete();

    awaitHolders(second.getMetadata().getUid());
    assertThat(client.pods().inNamespace("shop").withName("web-c").get().getMetadata())
        .extracting(ObjectMeta::getUid, found -> found.getDeletionTimestamp() != null)
        .containsExactly(slow.getMetadata().getUid(), true);
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(events(Event::getMessage))
                    .contains(
                        "Pod web-c is being deleted and its slot is free: 1 of 2 slots are taken"));
  }

  /// As a StatefulSet does it.
  @Test
  void freesTheSlotWhereAnotherPodHasTheName() {
    awaitSlots("2");
    hold(second, "2 web-b");
    annotate(Annotations.HOLDER_PREFIX + "0000-of-an-earlier-web-a", "1 web-a");

    awaitHolders(second.getMetadata().getUid());
  }

  @Test
  void freesTheSlotOfAPodThatHasEnded() {
    awaitSlots("2");
    hold(first, "1 web-a");
    hold(second, "2 web-b");

    client
        .pods()
        .inNamespace("shop")
        .withName("web-a")
        .editStatus(pod -> pod.edit().withNewStatus().withPhase("Failed").endStatus().build());

    awaitHolders(second.getMetadata().getUid());
  }

  @Test
  void garbageIsFreedWhereNoPodHasThatUid() {
    awaitSlots("2");
    annotate(Annotations.HOLDER_PREFIX + second.getMetadata().getUid(), "what a mess");

    annotate(Annotations.HOLDER_PREFIX + "0000", "what a mess");

    awaitHolders(second.getMetadata().getUid());
  }

  /// Its label was taken away, so no watch shows it.
  @Test
  void keepsTheSlotOfAPodThatOnlyTheApiServerKnows() {
    awaitSlots("2");
    hold(first, "1 web-a");
    annotate(Annotations.HOLDER_PREFIX + "0000", "9 nobody");

    client
        .pods()
        .inNamespace("shop")
        .withName("web-a")
        .edit(
            pod ->
                pod.edit().editMetadata().removeFromLabels(Labels.INJECTED).endMetadata().build());
    awaitHolders(first.getMetadata().getUid());
    annotate(Annotations.HOLDER_PREFIX + "0001", "9 nobody");

    awaitHolders(first.getMetadata().getUid());
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 429, 500, 503})
  void keepsTheSlotWhereTheApiServerDoesNotRespond(int code) {
    awaitSlots("2");
    hold(first, "1 web-a");
    server
        .expect()
        .get()
        .withPath("/api/v1/namespaces/shop/pods/web-a")
        .andReturn(code, "no")
        .always();

    client.pods().inNamespace("shop").withName("web-a").delete();
    scale(10);

    awaitSlots("5");
    assertHoldersStay(first.getMetadata().getUid());
  }

  @Test
  void keepsGarbageWherePodsCannotBeListed() {
    awaitSlots("2");
    server.expect().get().withPath("/api/v1/namespaces/shop/pods").andReturn(500, "no").always();

    annotate(Annotations.HOLDER_PREFIX + "0000", "what a mess");

    assertHoldersStay("0000");
  }

  @Test
  void leavesAnUnknownFormatAlone() {
    awaitSlots("2");
    lease()
        .edit(
            lease ->
                lease
                    .edit()
                    .editMetadata()
                    .addToAnnotations(Annotations.LEASE_FORMAT, "2")
                    .addToAnnotations(Annotations.SLOTS, "9")
                    .addToAnnotations(Annotations.HOLDER_PREFIX + "0000", "x")
                    .endMetadata()
                    .build());
    scale(10);

    assertHoldersStay("0000");
    assertThat(annotations()).containsEntry(Annotations.SLOTS, "9");
    await().atMost(SOON).until(() -> metric("leases_unreadable") == 1);
  }

  @Test
  void twoReplicasAgreeAndReportOnce() {
    awaitSlots("2");
    try (var other =
        new BudgetKeeper(client, owners, List.of(), pauses(), InstantSource.system())) {
      other.start(pods, leases);
      // Both replicas run once both have counted these slots.
      await().atMost(SOON).until(() -> sum("slots", keeper, other) == 4);
      hold(first, "1 web-a");
      hold(second, "2 web-b");
      awaitEvents(
          Event::getMessage,
          "Pod web-a is overloaded and leaves its Service: 1 of 2 slots are taken",
          "Pod web-b is overloaded and leaves its Service: 2 of 2 slots are taken");
      client.resource(first).delete();
      awaitHolders(second.getMetadata().getUid());
      drop(second);

      awaitEvents(
          Event::getMessage,
          "Pod web-a is overloaded and leaves its Service: 1 of 2 slots are taken",
          "Pod web-b is overloaded and leaves its Service: 2 of 2 slots are taken",
          "Pod web-a is gone and its slot is free: 1 of 2 slots are taken",
          "Pod web-b serves again: 0 of 2 slots are taken");
      assertThat(sum("dead_holders_removed", keeper, other)).isEqualTo(1);
    }
  }

  @Test
  void pausesByTheAnnotationOfTheWorkloadAndReportsItOnce() {
    awaitSlots("2");
    annotateWorkload("true");

    awaitPause("controller [^ ]+Z annotation of the workload");
    await().atMost(SOON).until(() -> metric("leases_paused") == 1);

    annotateWorkload("false");

    await().atMost(SOON).until(() -> !annotations().containsKey(Annotations.PAUSED));
    assertThat(annotations()).containsEntry(Annotations.SLOTS, "2");
    awaitEvents(Event::getReason, "SheddingPaused", "SheddingResumed");
  }

  /// Each new number of slots is a write of the controller that knew what the Namespace says then:
  /// one write has both.
  @Test
  void leavesThePauseOfAPersonWhateverTheNamespaceSays() {
    var person = "person 2026-11-22T04:00:00Z release";
    awaitSlots("2");
    namespace = Map.of(Annotations.PAUSED, "true");
    scale(6);
    awaitPause("controller [^ ]+Z annotation of the Namespace");

    annotate(Annotations.PAUSED, person);
    scale(8);
    awaitSlots("4");
    assertThat(annotations()).containsEntry(Annotations.PAUSED, person);

    namespace = Map.of();
    scale(10);
    awaitSlots("5");
    assertThat(annotations()).containsEntry(Annotations.PAUSED, person);
  }

  @Test
  void countsSlotsAndHolders() {
    awaitSlots("2");
    hold(first, "1 web-a");

    await().atMost(SOON).until(() -> metric("holders") == 1);
    await().atMost(SOON).until(() -> metric("slots") == 2);
  }

  private Pauses pauses() {
    return new Pauses(owners, _ -> Optional.of(namespace), false);
  }

  private static Pod pod(String name, HasMetadata owner, int floor) {
    return TestPod.named(name).controlledBy(owner).injectedWithFloor(floor).build();
  }

  private void hold(Pod pod, String value) {
    annotate(Annotations.HOLDER_PREFIX + pod.getMetadata().getUid(), value);
  }

  private void drop(Pod pod) {
    lease()
        .edit(
            lease ->
                lease
                    .edit()
                    .editMetadata()
                    .removeFromAnnotations(Annotations.HOLDER_PREFIX + pod.getMetadata().getUid())
                    .endMetadata()
                    .build());
  }

  private void annotate(String key, String value) {
    lease()
        .edit(
            lease ->
                lease.edit().editMetadata().addToAnnotations(key, value).endMetadata().build());
  }

  private void annotateWorkload(String paused) {
    client
        .apps()
        .deployments()
        .inNamespace("shop")
        .withName("web")
        .edit(
            web ->
                new DeploymentBuilder(web)
                    .editMetadata()
                    .addToAnnotations(Annotations.PAUSED, paused)
                    .endMetadata()
                    .build());
  }

  private void scale(int replicas) {
    client
        .apps()
        .deployments()
        .inNamespace("shop")
        .withName("web")
        .edit(
            web -> new DeploymentBuilder(web).editSpec().withReplicas(replicas).endSpec().build());
  }

  private Resource<Lease> lease() {
    return client.leases().inNamespace("shop").withName(TestLeases.WEB.name());
  }

  private Map<String, String> annotations() {
    return Objects.requireNonNull(lease().get()).getMetadata().getAnnotations();
  }

  private void awaitSlots(String slots) {
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(annotations()).containsEntry(Annotations.SLOTS, slots));
  }

  private void awaitPause(String pattern) {
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(annotations().get(Annotations.PAUSED)).matches(pattern));
  }

  private void awaitHolders(String... uids) {
    await().atMost(SOON).untilAsserted(() -> assertThat(holders()).containsExactly(uids));
  }

  private void assertHoldersStay(String... uids) {
    await()
        .during(A_WHILE)
        .atMost(SOON)
        .untilAsserted(() -> assertThat(holders()).containsExactly(uids));
  }

  private List<String> holders() {
    return annotations().keySet().stream()
        .filter(key -> key.startsWith(Annotations.HOLDER_PREFIX))
        .map(key -> key.substring(Annotations.HOLDER_PREFIX.length()))
        .toList();
  }

  private List<String> events(Function<Event, String> text) {
    return client.v1().events().inNamespace("shop").list().getItems().stream().map(text).toList();
  }

  /// Waits until there are these Events and no others.
  private void awaitEvents(Function<Event, String> text, String... expected) {
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(events(text)).containsExactlyInAnyOrder(expected));
  }

  private double metric(String name) {
    return sum(name, keeper);
  }

  private static double sum(String name, BudgetKeeper... keepers) {
    var total = 0.0;
    for (var one : keepers) {
      for (var metric : one.metrics()) {
        if (metric.name().equals("metrics_sidecar_webhook_budget_" + name)) {
          total +=
              switch (metric) {
                case Metric.Gauge gauge -> gauge.samples().getFirst().value();
                case Metric.Counter counter -> counter.samples().getFirst().value();
                case Metric.Histogram _ -> throw new AssertionError(metric);
              };
        }
      }
    }
    return total;
  }
}
