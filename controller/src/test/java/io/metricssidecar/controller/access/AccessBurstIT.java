package io.metricssidecar.controller.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.metricssidecar.controller.TestPod;
import io.metricssidecar.controller.TestWorkloads;
import io.metricssidecar.controller.access.HeldWrites.Created;
import io.metricssidecar.controller.ownership.Owners;
import io.metricssidecar.testing.apiserver.WithApiServer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Many workloads that opt in at once, and an API server that does not answer some of the writes.
@WithApiServer
@SuppressWarnings("NullAway.Init")
class AccessBurstIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final List<String> IN_ORDER = List.of("leases", "roles", "rolebindings");

  private final HeldWrites writes = new HeldWrites();
  private KubernetesClient client;
  private KubernetesMockServer server;
  private KubernetesClient observed;
  private Owners owners;
  private AccessReconciler reconciler;

  @BeforeEach
  void connect() {
    observed =
        new KubernetesClientBuilder()
            .withConfig(client.getConfiguration())
            .withHttpClientBuilderConsumer(
                builder -> builder.addOrReplaceInterceptor("writes", writes))
            .build();
  }

  private void start() {
    start(() -> Instant.EPOCH);
  }

  private void start(InstantSource clock) {
    owners = new Owners(observed, List.of());
    reconciler = new AccessReconciler(observed, owners, clock);
    reconciler.start(Set.of(), _ -> {});
    owners.start();
  }

  @AfterEach
  void stop() {
    writes.release();
    reconciler.close();
    owners.close();
    observed.close();
  }

  @Test
  void eightWorkloadsAreWrittenAtOnceAndTheObjectsOfEachInOrder() {
    for (var index = 0; index < 12; index++) {
      workload("team-" + index, "web");
      writes.hold("team-" + index);
    }
    start();

    await().atMost(SOON).until(() -> writes.waiting().size() == 8);
    assertThat(writes.waiting()).extracting(Created::resource).containsOnly("leases");
    assertThat(writes.waiting()).extracting(Created::namespace).doesNotHaveDuplicates();

    writes.release();
    for (var index = 0; index < 12; index++) {
      awaitAccess("team-" + index, "web");
      assertThat(created("team-" + index, "web")).isEqualTo(IN_ORDER);
    }
  }

  @Test
  void namespaceWhoseWritesHangKeepsNoOtherWaiting() {
    writes.hold("shop");
    for (var index = 0; index < 20; index++) {
      workload("shop", "web-" + index);
    }
    workload("store", "db");
    start();

    awaitAccess("store", "db");
    await().atMost(SOON).until(() -> writes.waiting().size() == 4);
    workload("toys", "late");
    awaitAccess("toys", "late");

    assertThat(writes.waiting()).hasSize(4).extracting(Created::namespace).containsOnly("shop");
  }

  @Test
  void workloadIsNotWrittenTwiceAtATimeNorAgainAfterItWasCreated() {
    writes.hold("shop");
    workload("shop", "web");
    start();
    await().atMost(SOON).until(() -> writes.waiting().size() == 1);

    workload("store", "db");
    awaitAccess("store", "db");
    workload("toys", "late");
    awaitAccess("toys", "late");
    assertThat(created("shop", "web")).containsExactly("leases");

    writes.release();
    awaitAccess("shop", "web");
    workload("store", "last");
    awaitAccess("store", "last");
    assertThat(created("shop", "web")).isEqualTo(IN_ORDER);
    assertThat(created("store", "db")).isEqualTo(IN_ORDER);
  }

  /// Nothing else wakes the loop.
  @Test
  void writeThatFailedIsRepeatedWhileNothingElseHappens() {
    server
        .expect()
        .post()
        .withPath("/apis/coordination.k8s.io/v1/namespaces/shop/leases")
        .andReturn(500, "failed calling webhook")
        .once();
    workload("shop", "web");
    start(InstantSource.system());

    awaitAccess("shop", "web");
    assertThat(created("shop", "web")).containsExactly("leases", "leases", "roles", "rolebindings");
  }

  private void workload(String namespace, String name) {
    var set = TestWorkloads.statefulSet(name);
    set.getMetadata().setNamespace(namespace);
    var owner = client.resource(set).create();
    var pod = TestPod.named(name + "-0").controlledBy(owner).injected().build();
    pod.getMetadata().setNamespace(namespace);
    client.resource(pod).create();
  }

  private List<String> created(String namespace, String name) {
    return writes.resources(namespace, objects(name));
  }

  private void awaitAccess(String namespace, String name) {
    await()
        .atMost(SOON)
        .until(
            () ->
                client.rbac().roleBindings().inNamespace(namespace).withName(objects(name)).get()
                    != null);
  }

  private static String objects(String name) {
    return "metrics-sidecar-statefulset-" + name;
  }
}
