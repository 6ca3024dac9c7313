package io.metricssidecar.controller.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.metricssidecar.cluster.ClusterClient;
import io.metricssidecar.controller.TestWorkloads;
import io.metricssidecar.controller.ownership.CustomOwners.Wanted;
import io.metricssidecar.controller.ownership.OwnerLookup.Missing;
import io.metricssidecar.controller.ownership.OwnerLookup.Seen;
import io.metricssidecar.controller.ownership.OwnerLookup.Unread;
import io.metricssidecar.controller.workloads.Owner;
import io.metricssidecar.controller.workloads.WorkloadReader;
import io.metricssidecar.testing.apiserver.WithApiServer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@WithApiServer
@SuppressWarnings("NullAway.Init")
class CustomOwnersIT {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  private KubernetesClient client;
  private KubernetesMockServer server;
  private CustomOwners owners;

  @BeforeEach
  void start() {
    owners = new CustomOwners(new WorkloadReader(ClusterClient.impatient(client)));
  }

  /// Five thousand pods with invented UIDs are what one person with the right to create pods can
  /// make.
  @Test
  void inventedOwnersOfOneNamespaceDelayNoOther() {
    var wanted = new ArrayList<>(invented(5_000));
    var honest = rollout("web");
    wanted.add(honest);
    var before = server.getRequestCount();

    assertThat(owners.read(wanted, NOON)).isTrue();

    assertThat(server.getRequestCount() - before).isEqualTo(CustomOwners.MAX_READS + 1);
    assertThat(find(honest)).isInstanceOf(Seen.class);
  }

  @Test
  void readsEveryOneOnceRunByRun() {
    var wanted = invented(120);
    var before = server.getRequestCount();

    assertThat(owners.read(wanted, NOON)).isTrue();
    assertThat(owners.read(wanted, NOON)).isTrue();
    assertThat(owners.read(wanted, NOON)).isFalse();
    assertThat(owners.read(wanted, NOON)).isFalse();

    assertThat(server.getRequestCount() - before).isEqualTo(120);
    assertThat(wanted).allSatisfy(one -> assertThat(find(one)).isInstanceOf(Missing.class));
  }

  /// Otherwise the first ones would be read again and again, and the last ones never.
  @Test
  void readsThoseThatWereNeverReadBeforeThoseThatAreDueAgain() {
    var wanted = new ArrayList<>(invented(CustomOwners.MAX_READS));
    assertThat(owners.read(wanted, NOON)).isFalse();
    var honest = wanted("evil", create("evil", "web"));
    wanted.addLast(honest);

    assertThat(owners.read(wanted, NOON.plus(CustomOwners.MISSING_AGE))).isTrue();

    assertThat(find(honest)).isInstanceOf(Seen.class);
  }

  @Test
  void oneThatCannotBeReadHoldsUpNoOther() {
    var broken = rollout("broken");
    var honest = rollout("web");
    answer("broken", 500);
    var wanted = List.of(broken, honest);

    owners.read(wanted, NOON);
    owners.read(wanted, NOON);

    assertThat(find(broken)).isInstanceOf(Unread.class);
    assertThat(find(honest)).isInstanceOf(Seen.class);
  }

  @Test
  void readsAgainWhatFailedButNotAtOnce() {
    var broken = rollout("broken");
    answer("broken", 503);
    var before = server.getRequestCount();

    assertThat(owners.read(List.of(broken), NOON)).isFalse();
    assertThat(owners.read(List.of(broken), NOON.plusSeconds(1))).isFalse();
    assertThat(server.getRequestCount() - before).isEqualTo(1);

    assertThat(owners.read(List.of(broken), NOON.plus(CustomOwners.UNREAD_AGE))).isFalse();
    assertThat(server.getRequestCount() - before).isEqualTo(2);
  }

  /// Pods of an old and of a new template name two versions of one kind.
  @Test
  void twoVersionsOfOneKindAreOneOwner() {
    var old = rollout("web");
    var newer =
        new Wanted(
            "shop",
            new Owner("argoproj.io/v1", "Rollout", "web", old.owner().uid()),
            TestWorkloads.ROLLOUTS);

    owners.read(List.of(old, newer), NOON);

    assertThat(find(newer)).isEqualTo(find(old)).isInstanceOf(Seen.class);
  }

  private void answer(String name, int code) {
    server
        .expect()
        .get()
        .withPath("/apis/argoproj.io/v1alpha1/namespaces/shop/rollouts/" + name)
        .andReturn(code, "no")
        .always();
  }

  private Wanted rollout(String name) {
    return wanted("shop", create("shop", name));
  }

  private Owner create(String namespace, String name) {
    var made = TestWorkloads.createRollout(client, namespace, name);
    return Owner.of(TestWorkloads.controlledBy(made));
  }

  private static Wanted wanted(String namespace, Owner owner) {
    return new Wanted(namespace, owner, TestWorkloads.ROLLOUTS);
  }

  private static List<Wanted> invented(int number) {
    return IntStream.range(0, number)
        .mapToObj(i -> new Owner("argoproj.io/v1alpha1", "Rollout", "x", "invented-" + i))
        .map(owner -> wanted("evil", owner))
        .toList();
  }

  private OwnerLookup.Result find(Wanted one) {
    return owners.find(one.namespace(), one.owner(), one.target());
  }
}
