package io.metricssidecar.controller.workloads;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A reader of the workloads behind pods. It reads each owner on the way back from the API server:
/// anyone who creates a pod can write any owner reference into it.
public final class WorkloadReader {
  private static final String REPLICA_SET = "ReplicaSet";

  private final KubernetesClient client;
  private final List<ScaleTarget> targets;

  /// @param client to the API server
  /// @param more kinds of workloads beyond those of Kubernetes
  public WorkloadReader(KubernetesClient client, List<ScaleTarget> more) {
    this.client = requireNonNull(client, "client is null");
    this.targets = Stream.concat(ScaleTarget.KUBERNETES.stream(), more.stream()).toList();
  }

  /// The workload of a controller; empty where it is of an unknown kind, does not exist or has
  /// another UID. Blocks, and fails where the API server does not respond.
  ///
  /// @param namespace of both
  /// @param owner that controls a pod
  public Optional<OwnedWorkload> read(String namespace, Owner owner) {
    var target = target(owner);
    if (target.isEmpty()) {
      return Optional.empty();
    }
    var object = read(namespace, owner, target.get());
    if (object.isEmpty()) {
      return Optional.empty();
    }
    var above = Owner.controlling(object.get().getMetadata().getOwnerReferences());
    return owner.kind().equals(REPLICA_SET) && above.isPresent()
        ? read(namespace, above.get())
        : Optional.of(new OwnedWorkload(namespace, target.get(), owner));
  }

  private Optional<ScaleTarget> target(Owner owner) {
    return targets.stream().filter(target -> target.matches(owner)).findFirst();
  }

  private Optional<GenericKubernetesResource> read(
      String namespace, Owner owner, ScaleTarget target) {
    return Optional.ofNullable(
            client
                .genericKubernetesResources(target.definition(owner.version()))
                .inNamespace(namespace)
                .withName(owner.name())
                .get())
        .filter(object -> owner.uid().equals(object.getMetadata().getUid()));
  }
}
