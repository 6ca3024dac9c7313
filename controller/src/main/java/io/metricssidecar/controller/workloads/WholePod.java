package io.metricssidecar.controller.workloads;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.metricssidecar.injection.pod.PodView;
import java.util.Optional;

/// A reader of single pods with all of their fields, of which the watches keep few.
public final class WholePod {
  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  /// The pod as the API server holds it; empty where it is gone, also if another one has its name.
  /// Blocks, and fails where the API server does not respond.
  public static Optional<PodView> read(
      KubernetesClient client, String namespace, String name, String uid) {
    return Optional.ofNullable(client.pods().inNamespace(namespace).withName(name).get())
        .filter(whole -> uid.equals(whole.getMetadata().getUid()))
        .map(whole -> PodView.of(SERIALIZATION.convertValue(whole, ObjectNode.class)));
  }

  private WholePod() {}
}
