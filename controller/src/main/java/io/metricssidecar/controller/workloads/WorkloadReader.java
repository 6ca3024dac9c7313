package io.metricssidecar.controller.workloads;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Follows a pod's controller to the workload, reading each step back from the API server: whoever
/// makes a pod can write any owner reference into it.
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
  /// another UID. Blocks, and fails where the API server cannot be asked.
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
    return targets.stream()
        .filter(
            target -> target.group().equals(owner.group()) && target.kind().equals(owner.kind()))
        .findFirst();
  }

  private Optional<GenericKubernetesResource> read(
      String namespace, Owner owner, ScaleTarget target) {
    var context =
        new ResourceDefinitionContext.Builder()
            .withGroup(target.group())
            .withVersion(owner.version())
            .withKind(target.kind())
            .withPlural(target.resource())
            .withNamespaced(true)
            .build();
    return Optional.ofNullable(
            client
                .genericKubernetesResources(context)
                .inNamespace(namespace)
                .withName(owner.name())
                .get())
        .filter(object -> owner.uid().equals(object.getMetadata().getUid()));
  }
}
