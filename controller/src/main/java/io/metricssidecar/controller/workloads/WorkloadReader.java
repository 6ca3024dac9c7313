package io.metricssidecar.controller.workloads;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.budget.Pause;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A reader of workloads that are not watched, or not with the fields that are needed.
public final class WorkloadReader {
  private final KubernetesClient client;

  /// @param client to the API server, which is asked once
  public WorkloadReader(KubernetesClient client) {
    this.client = requireNonNull(client, "client is null");
  }

  /// The object of this kind, name and UID; empty where there is none. Blocks, and fails where the
  /// API server does not say.
  ///
  /// @param namespace of the object
  /// @param owner that a pod names, valid ([Owner#valid]) as its parts become parts of the URL
  /// @param target its kind
  public Optional<OwnerObject> read(String namespace, Owner owner, ScaleTarget target) {
    return whole(namespace, owner, target)
        .map(
            object ->
                new OwnerObject(
                    target,
                    owner,
                    Owner.controlling(object.getMetadata().getOwnerReferences()),
                    selector(object),
                    null,
                    paused(object)));
  }

  /// The same as the API server holds it, with all of its fields.
  public Optional<GenericKubernetesResource> whole(
      String namespace, Owner owner, ScaleTarget target) {
    return Optional.<GenericKubernetesResource>ofNullable(
            client
                .genericKubernetesResources(target.definition(owner.version()))
                .inNamespace(namespace)
                .withName(owner.name())
                .get())
        .filter(object -> owner.uid().equals(object.getMetadata().getUid()));
  }

  private static boolean paused(GenericKubernetesResource object) {
    var annotations = object.getMetadata().getAnnotations();
    return annotations != null && Pause.asks(annotations.get(Annotations.PAUSED));
  }

  /// `spec.selector` where it is a label selector, as in all controllers that were written after
  /// those of Kubernetes.
  private @Nullable LabelSelector selector(GenericKubernetesResource object) {
    try {
      return client
          .getKubernetesSerialization()
          .convertValue(object.get("spec", "selector"), LabelSelector.class);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
