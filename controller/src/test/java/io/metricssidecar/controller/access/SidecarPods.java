package io.metricssidecar.controller.access;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.metricssidecar.contract.Labels;
import io.metricssidecar.contract.Names;
import io.metricssidecar.controller.ClusterObjects;

/// Pods as an API server holds them.
final class SidecarPods {
  /// A pod with the label, a sidecar and a ServiceAccount, controlled by the owner.
  static Pod pod(String name, HasMetadata owner) {
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace(ClusterObjects.NAMESPACE)
        .withName(name)
        .addToLabels(Labels.INJECTED, Labels.TRUE)
        .withOwnerReferences(ClusterObjects.controlledBy(owner))
        .endMetadata()
        .withNewSpec()
        .withServiceAccountName("web")
        .withContainers(
            new ContainerBuilder().withName("app").build(),
            new ContainerBuilder().withName(Names.CONTAINER).build())
        .endSpec()
        .build();
  }

  private SidecarPods() {}
}
