package io.metricssidecar.controller.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.metricssidecar.cluster.events.EventRecorder;
import io.metricssidecar.contract.exposition.Metric;
import io.metricssidecar.controller.TestPod;
import io.metricssidecar.controller.TestWorkloads;
import io.metricssidecar.controller.ownership.Owners;
import io.metricssidecar.controller.workloads.OwnedWorkload;
import io.metricssidecar.controller.workloads.Owner;
import io.metricssidecar.controller.writes.AccessAction;
import io.metricssidecar.controller.writes.AccessRequests;
import io.metricssidecar.controller.writes.AccessWriter;
import io.metricssidecar.testing.apiserver.WithApiServer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What fails for one workload, or is in its way, concerns no other.
@WithApiServer
@SuppressWarnings("NullAway.Init")
class AccessIsolationIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String WEB = "metrics-sidecar-statefulset-web";
  private static final String BROKEN = "metrics-sidecar-rollout-broken";

  private KubernetesClient client;
  private KubernetesMockServer server;
  private Owners owners;
  private AccessReconciler reconciler;
  private final RunningClock clock = new RunningClock();

  @BeforeEach
  void start() {
    owners = new Owners(client, List.of(TestWorkloads.ROLLOUTS));
    reconciler = new AccessReconciler(client, owners, clock);
    reconciler.start(Set.of(), _ -> {});
    owners.start();
  }

  @AfterEach
  void stop() {
    reconciler.close();
    owners.close();
  }

  @Test
  void workloadThatCannotBeReadKeepsItsAccessAndHoldsUpNobody() {
    server
        .expect()
        .get()
        .withPath("/apis/argoproj.io/v1alpha1/namespaces/shop/rollouts/broken")
        .andReturn(500, "no")
        .always();
    var broken = TestWorkloads.createRollout(client, "shop", "broken");
    giveAccess(Owner.of(TestWorkloads.controlledBy(broken)));
    pod("broken-1-a", client.resource(TestWorkloads.replicaSet("broken-1", broken)).create());

    var web = client.resource(TestWorkloads.statefulSet("web")).create();
    var pod = pod("web-0", web);
    awaitAccess(WEB);
    assertThat(metric("unresolved_owners", "unread")).isEqualTo(1);
    client.resource(pod).delete();
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              clock.jump(Orphans.LINGER);
              trigger();
              assertThat(role(WEB)).isNull();
            });

    assertThat(role(BROKEN)).isNotNull();
    assertThat(client.rbac().roleBindings().inNamespace("shop").withName(BROKEN).get()).isNotNull();
    assertThat(client.leases().inNamespace("shop").withName(BROKEN).get()).isNotNull();
  }

  @Test
  void namespaceThatRefusesWritesHoldsUpNoOther() {
    server
        .expect()
        .post()
        .withPath("/apis/rbac.authorization.k8s.io/v1/namespaces/shop/roles")
        .andReturn(500, "failed calling webhook")
        .always();
    pod("db-0", client.resource(TestWorkloads.statefulSet("db")).create());
    var elsewhere = TestWorkloads.statefulSet("web");
    elsewhere.getMetadata().setNamespace("store");
    var web = client.resource(elsewhere).create();
    var pod = TestPod.named("web-0").controlledBy(web).injected().build();
    pod.getMetadata().setNamespace("store");
    client.resource(pod).create();

    await()
        .atMost(SOON)
        .until(() -> client.rbac().roles().inNamespace("store").withName(WEB).get() != null);
  }

  /// Somebody removed our label, and so the watch does not show it.
  @Test
  void objectOfOursThatLostItsLabelIsOursAgain() {
    var web = client.resource(TestWorkloads.statefulSet("web")).create();
    pod("web-0", web);
    awaitAccess(WEB);

    var roles = client.rbac().roles().inNamespace("shop").withName(WEB);
    roles.edit(
        role ->
            new RoleBuilder(role)
                .editMetadata()
                .withLabels(Map.of())
                .endMetadata()
                .withRules()
                .build());

    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              trigger();
              var role = roles.get();
              assertThat(role.getMetadata().getLabels())
                  .containsEntry("app.kubernetes.io/managed-by", "metrics-sidecar");
              assertThat(role.getRules()).hasSize(5);
            });
    assertThat(metric("conflicts", "")).isEqualTo(0);
  }

  @Test
  void objectOfSomebodyElseIsLeftAloneCountedAndReportedOnce() {
    var foreign =
        client
            .resource(
                new RoleBuilder()
                    .withNewMetadata()
                    .withNamespace("shop")
                    .withName(WEB)
                    .endMetadata()
                    .build())
            .create();
    var web = client.resource(TestWorkloads.statefulSet("web")).create();
    pod("web-0", web);

    await().atMost(SOON).until(() -> metric("conflicts", "") == 1);
    clock.jump(Duration.ofMinutes(1));
    pod("web-1", web);
    pod("db-0", client.resource(TestWorkloads.statefulSet("db")).create());
    awaitAccess("metrics-sidecar-statefulset-db");

    assertThat(role(WEB)).isEqualTo(foreign);
    assertThat(client.v1().events().inNamespace("shop").list().getItems())
        .extracting(
            event -> event.getInvolvedObject().getUid(), Event::getReason, Event::getMessage)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                web.getMetadata().getUid(),
                "AccessConflict",
                "Pods of this workload are not shed: a Role that is not ours has the name " + WEB));

    client.resource(foreign).delete();
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              clock.jump(Duration.ofMinutes(1));
              trigger();
              assertThat(metric("conflicts", "")).isEqualTo(0);
            });
  }

  /// Two replicas run at the same time: what one has just made, another's old view must not delete.
  @Test
  void deletesNothingButTheVersionThatWasRead() throws InterruptedException {
    var role =
        client
            .resource(
                new RoleBuilder()
                    .withNewMetadata()
                    .withNamespace("shop")
                    .withName(WEB)
                    .endMetadata()
                    .build())
            .create();
    InstantSource epoch = () -> Instant.EPOCH;
    var requests = new AccessRequests(client, owners, AccessPlan::adopt);
    try (var writer =
        new AccessWriter(requests, new EventRecorder(client, epoch), epoch, () -> {})) {
      assertThat(writer.write(List.of(new AccessAction.Delete(role)))).isEmpty();

      var request = server.takeRequest();
      while (!request.getMethod().equals("DELETE")) {
        request = server.takeRequest();
      }
      assertThat(request.getBody().readUtf8())
          .contains(
              "\"preconditions\":{\"resourceVersion\":\"%s\"}"
                  .formatted(role.getMetadata().getResourceVersion()));
    }
  }

  /// As an earlier run did.
  private void giveAccess(Owner rollout) {
    var workload = new OwnedWorkload("shop", TestWorkloads.ROLLOUTS, rollout);
    var accounts = new TreeSet<>(Set.of("default"));
    client.resource(AccessObjects.role(workload)).create();
    client.resource(AccessObjects.binding(workload, accounts)).create();
    client.resource(AccessObjects.lease(workload)).create();
  }

  private HasMetadata pod(String name, HasMetadata owner) {
    return client.resource(TestPod.named(name).controlledBy(owner).injected().build()).create();
  }

  /// Creates a pod that is watched and has no sidecar, so that the reconciler runs again.
  private void trigger() {
    var name = "at-" + System.nanoTime();
    client.resource(TestPod.named(name).skippedOnTheHostNetwork().build()).create();
  }

  private Role role(String name) {
    return client.rbac().roles().inNamespace("shop").withName(name).get();
  }

  private void awaitAccess(String name) {
    await()
        .atMost(SOON)
        .until(
            () ->
                client.rbac().roleBindings().inNamespace("shop").withName(name).get() != null
                    && role(name) != null
                    && client.leases().inNamespace("shop").withName(name).get() != null);
  }

  /// @param label value of the sample's label; empty for any
  private double metric(String name, String label) {
    return reconciler.metrics().stream()
        .filter(metric -> metric.name().endsWith("_access_" + name))
        .map(Metric.Gauge.class::cast)
        .flatMap(gauge -> gauge.samples().stream())
        .filter(sample -> label.isEmpty() || sample.labels().containsValue(label))
        .mapToDouble(Metric.Sample::value)
        .sum();
  }
}
