package io.metricssidecar.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v1.ScaleBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.CustomResourceDefinitionContext;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.Names;
import io.metricssidecar.contract.sidecar.SidecarConfig;
import io.metricssidecar.controller.config.ControllerConfig;
import io.metricssidecar.injection.GoldenPod;
import io.metricssidecar.testing.apiserver.WithApiServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Workloads of kinds beyond those of Kubernetes: the webhook derives their names from the pod
/// alone, the controller from their objects, and the sidecar finds its rights only if both agree.
@WithApiServer
@SuppressWarnings("NullAway.Init")
class CustomKindsIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Map<String, String> SETTINGS =
      Map.of(
          "POD_NAME", "controller-1",
          "POD_NAMESPACE", "tools",
          "HEALTH_PORT", "0",
          "SCALE_TARGETS",
              "argoproj.io/v1alpha1/rollouts/Rollout,apps.kruise.io/v1alpha1/clonesets/CloneSet");
  private static final Map<String, String> LABELS =
      Map.of("app", "web", "rollouts-pod-template-hash", "6c8f9d7b5");

  private KubernetesMockServer server;
  private KubernetesClient client;

  @Test
  void sidecarOfARolloutGetsTheRightsThatItLooksFor() throws Exception {
    var rollout = custom("argoproj.io", "rollouts", "Rollout", Map.of());

    assertGetsItsRights(pod("pod-of-an-argo-rollout", set(rollout)));
  }

  private ReplicaSet set(HasMetadata rollout) {
    return client
        .resource(
            new ReplicaSetBuilder(TestWorkloads.replicaSet("web-6c8f9d7b5", rollout))
                .editSpec()
                .withNewSelector()
                .withMatchLabels(LABELS)
                .endSelector()
                .endSpec()
                .build())
        .create();
  }

  @Test
  void sidecarOfAKindThatOwnsPodsItselfGetsTheRightsThatItLooksFor() throws Exception {
    var cloneSet = custom("apps.kruise.io", "clonesets", "CloneSet", Map.of());

    assertGetsItsRights(pod("pod-of-a-clone-set", cloneSet));
  }

  /// Its own annotation, which no watch shows.
  @Test
  void annotationOfARolloutPausesItsBudget() throws Exception {
    var rollout = custom("argoproj.io", "rollouts", "Rollout", Map.of(Annotations.PAUSED, "true"));
    var metadata = rollout.getMetadata();
    server
        .expect()
        .get()
        .withPath("/apis/argoproj.io/v1alpha1/namespaces/shop/rollouts/web/scale")
        .andReturn(
            200,
            new ScaleBuilder()
                .withNewMetadata()
                .withName(metadata.getName())
                .withUid(metadata.getUid())
                .withResourceVersion(metadata.getResourceVersion())
                .endMetadata()
                .withNewSpec()
                .withReplicas(4)
                .endSpec()
                .build())
        .always();
    var sidecar = sidecar(client.resource(pod("pod-of-an-argo-rollout", set(rollout))).create());

    try (var _ = ControllerProcess.start(ControllerConfig.read(SETTINGS), () -> client)) {
      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(client.leases().inNamespace("shop").withName(sidecar.lease()).get())
                      .isNotNull()
                      .extracting(
                          lease -> lease.getMetadata().getAnnotations().get(Annotations.PAUSED))
                      .asString()
                      .matches("controller [^ ]+Z annotation of the workload"));
    }
  }

  private void assertGetsItsRights(Pod pod) throws Exception {
    var sidecar = sidecar(client.resource(pod).create());

    try (var _ = ControllerProcess.start(ControllerConfig.read(SETTINGS), () -> client)) {
      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(client.leases().inNamespace("shop").list().getItems())
                      .extracting(lease -> lease.getMetadata().getName())
                      .containsExactly(sidecar.lease()));
      await().atMost(SOON).until(() -> role(sidecar) != null);

      var api = Objects.requireNonNull(sidecar.workload().api());
      assertThat(Objects.requireNonNull(role(sidecar)).getRules())
          .contains(
              new PolicyRuleBuilder()
                  .withApiGroups(api.group())
                  .withResources(api.resource(), api.resource() + "/scale")
                  .withResourceNames(sidecar.workload().name())
                  .withVerbs("get")
                  .build());
    }
  }

  private Role role(SidecarConfig sidecar) {
    return client.rbac().roles().inNamespace("shop").withName(sidecar.lease()).get();
  }

  /// The configuration that the webhook wrote into a pod.
  private static SidecarConfig sidecar(Pod pod) {
    var env =
        pod.getSpec().getContainers().stream()
            .filter(container -> container.getName().equals(Names.CONTAINER))
            .flatMap(container -> container.getEnv().stream())
            .filter(variable -> variable.getValue() != null)
            .collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue));
    return SidecarConfig.fromEnv(env).value();
  }

  private GenericKubernetesResource custom(
      String group, String resource, String kind, Map<String, String> annotations) {
    var context =
        new CustomResourceDefinitionContext.Builder()
            .withGroup(group)
            .withVersion("v1alpha1")
            .withKind(kind)
            .withPlural(resource)
            .withScope("Namespaced")
            .build();
    server.expectCustomResource(context);
    return client
        .genericKubernetesResources(context)
        .inNamespace("shop")
        .resource(
            new GenericKubernetesResourceBuilder()
                .withApiVersion(group + "/v1alpha1")
                .withKind(kind)
                .withNewMetadata()
                .withNamespace("shop")
                .withName("web")
                .withAnnotations(annotations)
                .endMetadata()
                .addToAdditionalProperties(
                    "spec",
                    Map.of("replicas", 4, "selector", Map.of("matchLabels", Map.of("app", "web"))))
                .build())
        .create();
  }

  /// The pod as the webhook injected it, with the owner's real UID.
  private static Pod pod(String golden, HasMetadata owner) {
    var stored =
        new KubernetesSerialization().convertValue(GoldenPod.read(golden).stored(), Pod.class);
    return new PodBuilder(stored)
        .editMetadata()
        .withGenerateName(null)
        .withName("web-a")
        .withOwnerReferences(List.of(TestWorkloads.controlledBy(owner)))
        .endMetadata()
        .build();
  }
}
