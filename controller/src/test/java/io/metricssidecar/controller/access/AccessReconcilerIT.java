package io.metricssidecar.controller.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.metricssidecar.contract.Labels;
import io.metricssidecar.contract.exposition.Metric;
import io.metricssidecar.controller.TestPod;
import io.metricssidecar.controller.TestWorkloads;
import io.metricssidecar.controller.ownership.Owners;
import io.metricssidecar.testing.apiserver.WithApiServer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@WithApiServer
@SuppressWarnings("NullAway.Init")
class AccessReconcilerIT {
  private static final Duration SOON = Duration.ofSeconds(30);

  private KubernetesClient client;
  private Deployment deployment;
  private Owners owners;
  private AccessReconciler reconciler;
  private final RunningClock clock = new RunningClock();

  @BeforeEach
  void start() {
    deployment = client.resource(TestWorkloads.deployment("web", 1)).create();
    reconciler = reconciler();
  }

  private AccessReconciler reconciler() {
    owners = new Owners(client, List.of());
    var made = new AccessReconciler(client, owners, clock);
    made.start(Set.of("kube-system"), _ -> {});
    owners.start();
    return made;
  }

  private void restart() {
    stop();
    reconciler = reconciler();
  }

  @AfterEach
  void stop() {
    reconciler.close();
    owners.close();
  }

  @Test
  void givesAccessToTheWorkloadBehindAPod() {
    var replicaSet = client.resource(TestWorkloads.replicaSet("web-1", deployment)).create();
    client.resource(pod("web-1-a", replicaSet)).create();

    awaitAccess("metrics-sidecar-deployment-web");
    var binding =
        client
            .rbac()
            .roleBindings()
            .inNamespace("shop")
            .withName("metrics-sidecar-deployment-web")
            .get();
    assertThat(binding.getSubjects()).extracting("name").containsExactly("web");
    assertThat(binding.getMetadata().getOwnerReferences())
        .extracting("uid")
        .containsExactly(deployment.getMetadata().getUid());
  }

  @Test
  void givesOneWorkloadOneSetOfObjectsForAllItsPodsAndAccounts() {
    var set = client.resource(TestWorkloads.statefulSet("db")).create();
    client.resource(pod("db-0", set)).create();
    client.resource(TestPod.named("db-1").controlledBy(set).injected().build()).create();

    awaitAccess("metrics-sidecar-statefulset-db");
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(
                        client
                            .rbac()
                            .roleBindings()
                            .inNamespace("shop")
                            .withName("metrics-sidecar-statefulset-db")
                            .get()
                            .getSubjects())
                    .extracting("name")
                    .containsExactly("default", "web"));
  }

  @Test
  void takesAccessBackAMinuteAfterTheLastPod() {
    var replicaSet = client.resource(TestWorkloads.replicaSet("web-1", deployment)).create();
    var pod = client.resource(pod("web-1-a", replicaSet)).create();
    awaitAccess("metrics-sidecar-deployment-web");

    client.resource(pod).delete();

    awaitNamesWhileTheClockAdvances();
  }

  @Test
  void takesAccessFromTheWorkloadWithoutPodsAndNotFromItsNeighbourWithTheSameAccount() {
    var set = client.resource(TestWorkloads.statefulSet("db")).create();
    var pod = client.resource(pod("db-0", set)).create();
    var replicaSet = client.resource(TestWorkloads.replicaSet("web-1", deployment)).create();
    client.resource(pod("web-1-a", replicaSet)).create();
    awaitAccess("metrics-sidecar-statefulset-db");
    awaitAccess("metrics-sidecar-deployment-web");

    client.resource(pod).delete();

    awaitNamesWhileTheClockAdvances(
        "metrics-sidecar-deployment-web",
        "metrics-sidecar-deployment-web",
        "metrics-sidecar-deployment-web");
  }

  @Test
  void findsEverythingAsItLeftItAfterARestart() {
    var replicaSet = client.resource(TestWorkloads.replicaSet("web-1", deployment)).create();
    client.resource(pod("web-1-a", replicaSet)).create();
    awaitAccess("metrics-sidecar-deployment-web");
    var before = versions("metrics-sidecar-deployment-web");

    restart();
    // Once another workload has access, this one was reconciled too.
    var set = client.resource(TestWorkloads.statefulSet("db")).create();
    client.resource(pod("db-0", set)).create();
    awaitAccess("metrics-sidecar-statefulset-db");

    assertThat(versions("metrics-sidecar-deployment-web")).isEqualTo(before);
  }

  @Test
  void takesAccessBackAfterARestartFromWorkloadsThatLostTheirPods() {
    var replicaSet = client.resource(TestWorkloads.replicaSet("web-1", deployment)).create();
    var pod = client.resource(pod("web-1-a", replicaSet)).create();
    awaitAccess("metrics-sidecar-deployment-web");

    reconciler.close();
    client.resource(pod).delete();
    restart();

    awaitNamesWhileTheClockAdvances();
  }

  @Test
  void restoresWhatWasChanged() {
    var replicaSet = client.resource(TestWorkloads.replicaSet("web-1", deployment)).create();
    client.resource(pod("web-1-a", replicaSet)).create();
    awaitAccess("metrics-sidecar-deployment-web");
    var roles =
        client.rbac().roles().inNamespace("shop").withName("metrics-sidecar-deployment-web");

    roles.edit(
        role ->
            role.edit()
                .addNewRule()
                .withApiGroups("")
                .withResources("secrets")
                .withVerbs("get")
                .endRule()
                .build());

    await().atMost(SOON).untilAsserted(() -> assertThat(roles.get().getRules()).hasSize(5));
  }

  /// Anyone can send a review, and anyone who creates a pod can write its owner references.
  @Test
  void givesNothingToPodsThatOnlyClaimAWorkload() {
    var replicaSet = client.resource(TestWorkloads.replicaSet("web-1", deployment)).create();
    var honest = pod("honest", replicaSet);
    var withoutContainer = new PodBuilder(honest).editSpec().withContainers().endSpec().build();
    var withoutLabel =
        new PodBuilder(honest)
            .editMetadata()
            .removeFromLabels(Labels.INJECTED)
            .endMetadata()
            .build();
    var denied =
        new PodBuilder(honest).editMetadata().withNamespace("kube-system").endMetadata().build();
    var withoutOwner =
        new PodBuilder(honest).editMetadata().withOwnerReferences().endMetadata().build();
    var missing = TestWorkloads.deployment("nobody", 1);
    missing.getMetadata().setUid("uid");
    var anothersUid = TestWorkloads.deployment("web", 1);
    anothersUid.getMetadata().setUid("uid");
    var forged =
        List.of(
            withoutContainer,
            withoutLabel,
            denied,
            withoutOwner,
            pod("missing-owner", missing),
            pod("anothers-uid", anothersUid),
            pod(
                "unknown-kind",
                new PodBuilder(honest).editMetadata().withUid("x").endMetadata().build()));
    for (var index = 0; index < forged.size(); index++) {
      var pod = forged.get(index);
      pod.getMetadata().setName("forged-" + index);
      client.resource(pod).create();
    }
    var set = client.resource(TestWorkloads.statefulSet("db")).create();
    client.resource(pod("db-0", set)).create();

    awaitAccess("metrics-sidecar-statefulset-db");
    assertThat(names()).containsOnly("metrics-sidecar-statefulset-db");
  }

  /// The API server stores owner references unread.
  @ParameterizedTest
  @CsvSource({
    "apps/v1%zz, Deployment, x, x",
    "apps/v1%zz, ReplicaSet, x, x",
    "apps/v1, ReplicaSet, a b, x",
    "apps/v1, StatefulSet, ../../secrets, x",
    "apps/v1, DaemonSet, x, 'a/b?c#d'",
    "a%zz/v1, Rollout, x, x",
    "apps/v1, ReplicaSet, web-1, ''"
  })
  void ownerReferenceThatNoObjectCanHaveStopsNobody(
      String apiVersion, String kind, String name, String uid) {
    var set = client.resource(TestWorkloads.statefulSet("db")).create();
    var last = client.resource(pod("db-0", set)).create();
    awaitAccess("metrics-sidecar-statefulset-db");
    var reference = new OwnerReference(apiVersion, false, true, kind, name, uid);
    client.resource(TestPod.named("evil").controlledBy(reference).injected().build()).create();

    var replicaSet = client.resource(TestWorkloads.replicaSet("web-1", deployment)).create();
    client.resource(pod("web-1-a", replicaSet)).create();
    awaitAccess("metrics-sidecar-deployment-web");
    client.resource(last).delete();

    awaitNamesWhileTheClockAdvances(
        "metrics-sidecar-deployment-web",
        "metrics-sidecar-deployment-web",
        "metrics-sidecar-deployment-web");
  }

  /// Whoever creates pods in the namespace can read the UID in any pod of the workload.
  @Test
  void givesNothingToForeignPodsThatNameTheTrueOwners() {
    var replicaSet = client.resource(TestWorkloads.replicaSet("web-1", deployment)).create();
    client.resource(pod("web-1-a", replicaSet)).create();
    awaitAccess("metrics-sidecar-deployment-web");
    var otherLabels = TestPod.named("a").controlledBy(TestWorkloads.controlledBy(replicaSet));
    var byTheDeployment =
        TestPod.named("b").controlledBy(deployment).labelled("pod-template-hash", "web-1");
    client.resource(otherLabels.serviceAccount("thief").injected().build()).create();
    client.resource(byTheDeployment.serviceAccount("thief").injected().build()).create();

    // Once another workload has access, those pods were looked at too.
    var set = client.resource(TestWorkloads.statefulSet("db")).create();
    client.resource(pod("db-0", set)).create();
    awaitAccess("metrics-sidecar-statefulset-db");

    assertThat(client.rbac().roleBindings().inNamespace("shop").list().getItems())
        .flatExtracting(RoleBinding::getSubjects)
        .extracting(Subject::getName)
        .containsOnly("web");
    assertThat(unresolved("not_selected")).isEqualTo(2);
  }

  private double unresolved(String reason) {
    return reconciler.metrics().stream()
        .filter(metric -> metric.name().endsWith("_access_unresolved_owners"))
        .map(Metric.Gauge.class::cast)
        .flatMap(gauge -> gauge.samples().stream())
        .filter(sample -> sample.labels().containsValue(reason))
        .mapToDouble(Metric.Sample::value)
        .sum();
  }

  @Test
  void twoReplicasAgree() {
    try (var otherOwners = new Owners(client, List.of());
        var other = new AccessReconciler(client, otherOwners, clock)) {
      other.start(Set.of(), _ -> {});
      otherOwners.start();
      var replicaSet = client.resource(TestWorkloads.replicaSet("web-1", deployment)).create();
      client.resource(pod("web-1-a", replicaSet)).create();

      awaitAccess("metrics-sidecar-deployment-web");
      assertThat(names()).hasSize(3);
    }
  }

  /// The reconciler may see at any time that a pod is gone, so the clock goes on until it has seen
  /// that for a minute.
  private void awaitNamesWhileTheClockAdvances(String... expected) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              clock.jump(Orphans.LINGER);
              trigger();
              assertThat(names()).containsExactly(expected);
            });
  }

  /// Creates a pod that is watched and has no sidecar, so that the reconciler runs again.
  private void trigger() {
    var pod = TestPod.named("at-" + System.nanoTime()).skippedOnTheHostNetwork();
    client.resource(pod.build()).create();
  }

  private static Pod pod(String name, HasMetadata owner) {
    return TestPod.named(name).controlledBy(owner).serviceAccount("web").injected().build();
  }

  private List<String> versions(String name) {
    return objects()
        .filter(object -> object.getMetadata().getName().equals(name))
        .map(object -> object.getKind() + " " + object.getMetadata().getResourceVersion())
        .toList();
  }

  private void awaitAccess(String name) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(names().stream().filter(name::equals).count()).isEqualTo(3));
  }

  private List<String> names() {
    return objects().map(object -> object.getMetadata().getName()).toList();
  }

  private Stream<HasMetadata> objects() {
    return Stream.of(
            client.rbac().roles().inAnyNamespace().list().getItems(),
            client.rbac().roleBindings().inAnyNamespace().list().getItems(),
            client.leases().inAnyNamespace().list().getItems())
        .flatMap(List::stream)
        .map(HasMetadata.class::cast);
  }
}
