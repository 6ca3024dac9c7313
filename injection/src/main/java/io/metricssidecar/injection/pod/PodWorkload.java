package io.metricssidecar.injection.pod;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.metricssidecar.contract.sidecar.Workload;
import io.metricssidecar.injection.options.CustomKind;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The workload behind a pod by the pod alone. A ReplicaSet is named after its own owner and the
/// hash of its template, which its pods have as a label: without the hash the name is the owner's.
/// The controller, which reads the owners, arrives at the same workload.
final class PodWorkload {
  private static final String REPLICA_SET = "ReplicaSet";
  private static final String KUBERNETES = "apps";

  /// The kinds of [#KUBERNETES] whose pods can be shed, besides [#REPLICA_SET].
  private static final Set<String> SHED = Set.of("Deployment", "StatefulSet", "DaemonSet");

  /// The label of the hash in pods of a Deployment (`apps/v1`, `DefaultDeploymentUniqueLabelKey`).
  private static final String TEMPLATE_HASH = "pod-template-hash";

  /// The label of the hash in pods of an Argo Rollout (argo-rollouts, `pkg/apis/rollouts/v1alpha1`,
  /// `DefaultRolloutUniqueLabelKey`).
  private static final String ROLLOUTS_HASH = "rollouts-pod-template-hash";

  private final ObjectNode pod;
  private final List<CustomKind> kinds;

  private PodWorkload(ObjectNode pod, List<CustomKind> kinds) {
    this.pod = pod;
    this.kinds = kinds;
  }

  /// The workload that controls a pod; [Workload#NONE] for a pod without a controller.
  ///
  /// @param kinds beyond those of Kubernetes
  static Workload of(ObjectNode pod, List<CustomKind> kinds) {
    return controlling(pod).map(new PodWorkload(pod, kinds)::behind).orElse(Workload.NONE);
  }

  /// What controls a pod, in the eyes of the controller.
  ///
  /// @param kinds beyond those of Kubernetes
  static PodOwner owner(ObjectNode pod, List<CustomKind> kinds) {
    return controlling(pod).map(new PodWorkload(pod, kinds)::judge).orElse(PodOwner.NONE);
  }

  private static Optional<ObjectNode> controlling(ObjectNode pod) {
    return Json.objects(pod, "/metadata/ownerReferences").stream()
        .filter(owner -> owner.path("controller").asBoolean(false))
        .findFirst();
  }

  private PodOwner judge(ObjectNode owner) {
    var group = group(owner);
    var kind = Json.text(owner, "/kind").orElse("");
    if (group.equals(KUBERNETES) && kind.equals(REPLICA_SET)) {
      var name = Json.text(owner, "/name").orElse("");
      return isOfUnknownRollout(name) ? PodOwner.UNKNOWN : PodOwner.KNOWN;
    }
    return (group.equals(KUBERNETES) && SHED.contains(kind)) || kind(group, kind).isPresent()
        ? PodOwner.KNOWN
        : PodOwner.UNKNOWN;
  }

  private boolean isOfUnknownRollout(String replicaSet) {
    return behindReplicaSet(replicaSet).isEmpty()
        && withoutHash(replicaSet, ROLLOUTS_HASH).isPresent();
  }

  private Workload behind(ObjectNode owner) {
    var kind = Json.text(owner, "/kind").orElse("");
    var name = Json.text(owner, "/name").orElse("");
    var workload =
        kind.equals(REPLICA_SET)
            ? behindReplicaSet(name)
            : kind(group(owner), kind).map(known -> known.workload(name));
    return workload.orElseGet(() -> new Workload(kind, name));
  }

  private Optional<Workload> behindReplicaSet(String name) {
    return withoutHash(name, TEMPLATE_HASH)
        .map(deployment -> new Workload("Deployment", deployment))
        .or(
            () ->
                kind("argoproj.io", "Rollout")
                    .flatMap(kind -> withoutHash(name, ROLLOUTS_HASH).map(kind::workload)));
  }

  private Optional<String> withoutHash(String name, String label) {
    return Json.text(pod, "/metadata/labels/" + label)
        .filter(hash -> !hash.isEmpty() && name.endsWith("-" + hash))
        .map(hash -> name.substring(0, name.length() - hash.length() - 1));
  }

  private Optional<CustomKind> kind(String group, String name) {
    return kinds.stream().filter(kind -> kind.is(group, name)).findFirst();
  }

  private static String group(ObjectNode owner) {
    var version = Json.text(owner, "/apiVersion").orElse("");
    return version.substring(0, Math.max(0, version.indexOf('/')));
  }
}
