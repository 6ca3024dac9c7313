package io.metricssidecar.controller.budget;

import static io.metricssidecar.controller.TestLeases.WEB;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.autoscaling.v1.ScaleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.metricssidecar.contract.budget.BudgetRecord;
import io.metricssidecar.controller.TestLeases;
import io.metricssidecar.controller.workloads.Owner;
import io.metricssidecar.controller.workloads.ScaleTarget;
import io.metricssidecar.testing.apiserver.WithApiServer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The desired pods of a Rollout, by its `/scale`.
@WithApiServer
@SuppressWarnings("NullAway.Init")
class CustomScalesReplicasIT {
  private static final ScaleTarget ROLLOUTS =
      new ScaleTarget("example.com", "rollouts", "Rollout", true);
  private static final BudgetLease ROLLOUT =
      lease(new Owner("example.com/v1", "Rollout", "web", "uid-of-rollout"));
  private static final BudgetLease DEPLOYMENT = lease(TestLeases.OWNER);
  private static final String PATH = "/apis/example.com/v1/namespaces/shop/rollouts/web/scale";

  private KubernetesClient client;
  private KubernetesMockServer server;
  private Instant now = Instant.parse("2026-11-22T12:00:00Z");
  private CustomScales scales;

  private static BudgetLease lease(Owner owner) {
    return new BudgetLease(TestLeases.lease(Map.of()), owner, BudgetRecord.EMPTY);
  }

  @BeforeEach
  void start() {
    scales = new CustomScales(client, List.of(ROLLOUTS), () -> now);
  }

  @Test
  void readsTheNumberAgainWhenItIsTwoSecondsOld() {
    answers("uid-of-rollout", 3);
    answers("uid-of-rollout", 5);

    var first = scales.desired(List.of(ROLLOUT));
    now = now.plusMillis(1_999);
    var remembered = scales.desired(List.of(ROLLOUT));
    now = now.plusMillis(1);

    assertThat(List.of(first, remembered, scales.desired(List.of(ROLLOUT))))
        .isEqualTo(List.of(rollout(3), rollout(3), rollout(5)));
  }

  /// Go leaves out a zero.
  @Test
  void takesAMissingNumberForNone() {
    answers("uid-of-rollout", null);

    assertThat(scales.desired(List.of(ROLLOUT))).isEqualTo(rollout(0));
  }

  /// The workload was deleted and made again; the Lease of the former one is still there.
  @Test
  void doesNotCountAnotherWorkloadOfTheSameName() {
    answers("uid-of-another", 3);

    assertThat(scales.desired(List.of(ROLLOUT))).isEmpty();
  }

  @Test
  void knowsNoNumberThatCannotBeReadAndAsksAgainTwoSecondsLater() {
    server.expect().get().withPath(PATH).andReturn(403, "no").once();
    answers("uid-of-rollout", 3);

    var failed = scales.desired(List.of(ROLLOUT));
    var stillFailed = scales.desired(List.of(ROLLOUT));
    now = now.plusSeconds(2);

    assertThat(List.of(failed, stillFailed, scales.desired(List.of(ROLLOUT))))
        .isEqualTo(List.of(Map.of(), Map.of(), rollout(3)));
  }

  @Test
  void forgetsAWorkloadWithoutALease() {
    answers("uid-of-rollout", 3);
    answers("uid-of-rollout", 5);
    scales.desired(List.of(ROLLOUT));

    assertThat(scales.desired(List.of(DEPLOYMENT))).isEmpty();
    assertThat(scales.desired(List.of(ROLLOUT))).isEqualTo(rollout(5));
  }

  @Test
  void readsNoWorkloadOfKubernetes() {
    var before = server.getRequestCount();

    assertThat(scales.desired(List.of(DEPLOYMENT))).isEmpty();
    assertThat(server.getRequestCount()).isEqualTo(before);
  }

  private void answers(String uid, @Nullable Integer replicas) {
    var scale =
        new ScaleBuilder()
            .withNewMetadata()
            .withNamespace(WEB.namespace())
            .withName("web")
            .withUid(uid)
            .endMetadata()
            .withNewSpec(replicas)
            .build();
    server.expect().get().withPath(PATH).andReturn(200, scale).once();
  }

  private static Map<String, Integer> rollout(int replicas) {
    return Map.of("uid-of-rollout", replicas);
  }
}
