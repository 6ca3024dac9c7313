package io.metricssidecar.controller.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.autoscaling.v1.Scale;
import io.fabric8.kubernetes.api.model.autoscaling.v1.ScaleBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.metricssidecar.cluster.ClusterClient;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.controller.TestLeases;
import io.metricssidecar.controller.TestWorkloads;
import io.metricssidecar.testing.apiserver.WithApiServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// One Rollout of four pods.
@WithApiServer
@SuppressWarnings("NullAway.Init")
class CustomScalesIT {
  private static final String OBJECT = "/apis/argoproj.io/v1alpha1/namespaces/shop/rollouts/web";

  private KubernetesMockServer server;
  private KubernetesClient client;
  private GenericKubernetesResource rollout;
  private String uid;
  private CustomScales scales;
  private Instant now = Instant.parse("2026-11-22T12:00:00Z");

  @BeforeEach
  void start() {
    rollout = TestWorkloads.createRollout(client, "shop", "web");
    uid = rollout.getMetadata().getUid();
    scales =
        new CustomScales(
            ClusterClient.impatient(client), List.of(TestWorkloads.ROLLOUTS), () -> now);
  }

  @Test
  void readsTheNumberOfPodsAndWhetherTheWorkloadIsPaused() {
    annotate("true");

    assertThat(read(scale(uid, "1"))).isEqualTo(Map.of(uid, 4));
    assertThat(scales.paused()).isEqualTo(Map.of(uid, true));
  }

  @Test
  void followsTheAnnotationFromVersionToVersion() {
    read(scale(uid, "1"));
    assertThat(scales.paused()).isEqualTo(Map.of(uid, false));

    annotate("yes");
    read(scale(uid, "2"));
    assertThat(scales.paused()).isEqualTo(Map.of(uid, true));

    annotate("false");
    read(scale(uid, "3"));
    assertThat(scales.paused()).isEqualTo(Map.of(uid, false));
  }

  @Test
  void readsTheObjectOnceForEachVersion() {
    assertThat(requestsOf(() -> read(scale(uid, "1")))).isEqualTo(2);
    assertThat(requestsOf(() -> read(scale(uid, "1")))).isEqualTo(1);
    assertThat(requestsOf(() -> read(scale(uid, "2")))).isEqualTo(2);
  }

  /// A kind whose `/scale` names no version.
  @Test
  void readsTheObjectEachTimeWhereItsVersionIsNotKnown() {
    read(scale(uid, null));
    annotate("true");
    read(scale(uid, null));

    assertThat(scales.paused()).isEqualTo(Map.of(uid, true));
  }

  @Test
  void keepsWhatItKnowsOfThePauseUntilTheObjectCanBeReadAgain() {
    annotate("true");
    read(scale(uid, "1"));
    annotate("false");

    answer(OBJECT, 500, "no");
    assertThat(read(scale(uid, "2"))).isEqualTo(Map.of(uid, 4));
    assertThat(scales.paused()).isEqualTo(Map.of(uid, true));

    read(scale(uid, "2"));
    assertThat(scales.paused()).isEqualTo(Map.of(uid, false));
  }

  @Test
  void keepsWhatItKnowsOfThePauseWhereTheScaleCannotBeRead() {
    annotate("true");
    read(scale(uid, "1"));

    answer(OBJECT + "/scale", 500, "no");

    assertThat(read()).isEmpty();
    assertThat(scales.paused()).isEqualTo(Map.of(uid, true));
  }

  @Test
  void saysNothingOfAWorkloadThatWasNeverRead() {
    answer(OBJECT + "/scale", 500, "no");

    assertThat(read()).isEmpty();
    assertThat(scales.paused()).isEmpty();
  }

  @Test
  void saysNothingOfAnotherWorkloadOfThisName() {
    annotate("true");

    assertThat(read(scale("another", "1"))).isEmpty();
    assertThat(scales.paused()).isEmpty();
  }

  @Test
  void forgetsWorkloadsWithoutALease() {
    read(scale(uid, "1"));

    scales.desired(List.of());

    assertThat(scales.paused()).isEmpty();
  }

  /// Reads while `/scale` is this.
  private Map<String, Integer> read(Scale scale) {
    answer(OBJECT + "/scale", 200, scale);
    return read();
  }

  private Map<String, Integer> read() {
    now = now.plus(Duration.ofSeconds(2));
    var lease =
        new LeaseBuilder(TestLeases.lease(Map.of()))
            .editMetadata()
            .withOwnerReferences(TestWorkloads.controlledBy(rollout))
            .endMetadata()
            .build();
    return scales.desired(List.of(BudgetLease.of(lease).orElseThrow()));
  }

  private int requestsOf(Runnable action) {
    var before = server.getRequestCount();
    action.run();
    return server.getRequestCount() - before;
  }

  private static Scale scale(String workload, @Nullable String version) {
    return new ScaleBuilder()
        .withNewMetadata()
        .withName("web")
        .withUid(workload)
        .withResourceVersion(version)
        .endMetadata()
        .withNewSpec()
        .withReplicas(4)
        .endSpec()
        .build();
  }

  private void annotate(String paused) {
    client
        .genericKubernetesResources(TestWorkloads.ROLLOUTS.definition("v1alpha1"))
        .inNamespace("shop")
        .withName("web")
        .edit(
            web -> {
              web.getMetadata().setAnnotations(Map.of(Annotations.PAUSED, paused));
              return web;
            });
  }

  /// What the API server answers once.
  private void answer(String path, int code, Object body) {
    server.expect().get().withPath(path).andReturn(code, body).once();
  }
}
