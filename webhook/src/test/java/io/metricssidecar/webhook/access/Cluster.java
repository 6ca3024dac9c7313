package io.metricssidecar.webhook.access;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.metricssidecar.contract.Labels;
import io.metricssidecar.contract.Names;

/// Objects as an API server holds them.
final class Cluster {
  static final String NAMESPACE = "shop";

  static Deployment deployment(String name) {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withNamespace(NAMESPACE)
        .withName(name)
        .endMetadata()
        .build();
  }

  static StatefulSet statefulSet(String name) {
    return new StatefulSetBuilder()
        .withNewMetadata()
        .withNamespace(NAMESPACE)
        .withName(name)
        .endMetadata()
        .build();
  }

  static ReplicaSet replicaSet(String name, HasMetadata owner) {
    return new ReplicaSetBuilder()
        .withNewMetadata()
        .withNamespace(NAMESPACE)
        .withName(name)
        .withOwnerReferences(controlledBy(owner))
        .endMetadata()
        .build();
  }

  /// A pod with the label, a sidecar and a ServiceAccount, controlled by the owner.
  static Pod pod(String name, HasMetadata owner) {
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace(NAMESPACE)
        .withName(name)
        .addToLabels(Labels.INJECTED, Labels.TRUE)
        .withOwnerReferences(controlledBy(owner))
        .endMetadata()
        .withNewSpec()
        .withServiceAccountName("web")
        .withContainers(
            new ContainerBuilder().withName("app").build(),
            new ContainerBuilder().withName(Names.CONTAINER).build())
        .endSpec()
        .build();
  }

  static OwnerReference controlledBy(HasMetadata owner) {
    return new OwnerReferenceBuilder()
        .withApiVersion(owner.getApiVersion())
        .withKind(owner.getKind())
        .withName(owner.getMetadata().getName())
        .withUid(owner.getMetadata().getUid())
        .withController(true)
        .build();
  }

  private Cluster() {}
}
