package io.metricssidecar.controller;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.metricssidecar.controller.workloads.ScaleTarget;
import java.util.Map;

/// Workloads of the namespace `shop`, as users write them.
public final class TestWorkloads {
  /// The namespace of all objects.
  public static final String NAMESPACE = "shop";

  /// A kind of the chart's `scaleTargets`.
  public static final ScaleTarget ROLLOUTS =
      new ScaleTarget("argoproj.io", "rollouts", "Rollout", true);

  /// Label of pods by which all workloads select.
  private static final String APP = "app";

  /// Label of pods by which ReplicaSets select in addition.
  private static final String TEMPLATE = "pod-template-hash";

  /// A Deployment.
  public static Deployment deployment(String name, int replicas) {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withNamespace(NAMESPACE)
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .withReplicas(replicas)
        .withNewSelector()
        .addToMatchLabels(APP, name)
        .endSelector()
        .endSpec()
        .build();
  }

  /// A StatefulSet.
  public static StatefulSet statefulSet(String name) {
    return new StatefulSetBuilder()
        .withNewMetadata()
        .withNamespace(NAMESPACE)
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .withNewSelector()
        .addToMatchLabels(APP, name)
        .endSelector()
        .endSpec()
        .build();
  }

  /// A ReplicaSet that a Deployment controls: it selects what the Deployment selects, and its own
  /// template.
  public static ReplicaSet replicaSet(String name, HasMetadata owner) {
    return new ReplicaSetBuilder()
        .withNewMetadata()
        .withNamespace(NAMESPACE)
        .withName(name)
        .withOwnerReferences(controlledBy(owner))
        .endMetadata()
        .withNewSpec()
        .withNewSelector()
        .addToMatchLabels(APP, owner.getMetadata().getName())
        .addToMatchLabels(TEMPLATE, name)
        .endSelector()
        .endSpec()
        .build();
  }

  /// Creates a Rollout, which has no class here.
  public static GenericKubernetesResource createRollout(
      KubernetesClient client, String namespace, String name) {
    var rollout =
        new GenericKubernetesResourceBuilder()
            .withApiVersion("argoproj.io/v1alpha1")
            .withKind(ROLLOUTS.kind())
            .withNewMetadata()
            .withNamespace(namespace)
            .withName(name)
            .endMetadata()
            .addToAdditionalProperties(
                "spec", Map.of("selector", Map.of("matchLabels", Map.of(APP, name))))
            .build();
    return client
        .genericKubernetesResources(ROLLOUTS.definition("v1alpha1"))
        .inNamespace(namespace)
        .resource(rollout)
        .create();
  }

  /// The reference of what an object controls.
  public static OwnerReference controlledBy(HasMetadata owner) {
    return new OwnerReferenceBuilder()
        .withApiVersion(owner.getApiVersion())
        .withKind(owner.getKind())
        .withName(owner.getMetadata().getName())
        .withUid(owner.getMetadata().getUid())
        .withController(true)
        .build();
  }

  /// The labels that a workload gives to its pods.
  public static Map<String, String> podLabels(HasMetadata owner) {
    return switch (owner) {
      case Deployment deployment -> deployment.getSpec().getSelector().getMatchLabels();
      case StatefulSet set -> set.getSpec().getSelector().getMatchLabels();
      case ReplicaSet set -> set.getSpec().getSelector().getMatchLabels();
      default -> Map.of();
    };
  }

  private TestWorkloads() {}
}
