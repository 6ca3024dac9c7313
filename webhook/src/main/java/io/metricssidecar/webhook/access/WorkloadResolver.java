package io.metricssidecar.webhook.access;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Follows a pod's controller to the workload, reading each step back from the API server: whoever
/// makes a pod can write any owner reference into it. What was found is remembered by UID, which
/// never comes again.
final class WorkloadResolver {
  private static final String REPLICA_SET = "ReplicaSet";

  /// Pods with false owners cost a read each this often, and no more.
  private static final Duration SEARCH_AGAIN = Duration.ofSeconds(30);

  private final KubernetesClient client;
  private final List<ScaleTarget> targets;
  private final Map<SidecarPod, Optional<OwnedWorkload>> known = new HashMap<>();

  private Instant searchedAgain = Instant.EPOCH;

  WorkloadResolver(KubernetesClient client, List<ScaleTarget> more) {
    this.client = requireNonNull(client, "client is null");
    this.targets = Stream.concat(ScaleTarget.KUBERNETES.stream(), more.stream()).toList();
  }

  /// The workload of a pod; empty where its controller is of an unknown kind, does not exist or has
  /// another UID. Fails where the API server cannot be asked.
  Optional<OwnedWorkload> resolve(SidecarPod pod) {
    var found = known.get(pod);
    if (found != null) {
      return found;
    }
    var read = follow(pod.namespace(), pod.controller());
    known.put(pod, read);
    return read;
  }

  /// Forgets everything but these pods, and from time to time what was not found.
  void retain(Set<SidecarPod> pods, Instant now) {
    known.keySet().retainAll(pods);
    if (!now.isBefore(searchedAgain.plus(SEARCH_AGAIN))) {
      known.values().removeIf(Optional::isEmpty);
      searchedAgain = now;
    }
  }

  /// Forgets the workload whose objects have this name.
  void forget(AccessPlan.Key key) {
    known
        .values()
        .removeIf(
            found ->
                found
                    .map(
                        workload ->
                            key.equals(
                                new AccessPlan.Key(workload.namespace(), workload.resourceName())))
                    .orElse(false));
  }

  private Optional<OwnedWorkload> follow(String namespace, Owner owner) {
    var target = target(owner);
    if (target.isEmpty()) {
      return Optional.empty();
    }
    var object = read(namespace, owner, target.get());
    if (object.isEmpty()) {
      return Optional.empty();
    }
    var above = SidecarPod.controller(object.get().getMetadata().getOwnerReferences());
    return owner.kind().equals(REPLICA_SET) && above.isPresent()
        ? follow(namespace, above.get())
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
