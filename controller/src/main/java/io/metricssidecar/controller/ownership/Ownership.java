package io.metricssidecar.controller.ownership;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.metricssidecar.controller.ownership.Resolution.Absent;
import io.metricssidecar.controller.ownership.Resolution.Found;
import io.metricssidecar.controller.ownership.Resolution.Reason;
import io.metricssidecar.controller.ownership.Resolution.Unknown;
import io.metricssidecar.controller.workloads.OwnedWorkload;
import io.metricssidecar.controller.workloads.Owner;
import io.metricssidecar.controller.workloads.OwnerObject;
import io.metricssidecar.controller.workloads.ScaleTarget;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The rule that tells which workload a pod belongs to. An owner is believed only if it exists
/// under the UID that the reference names, owns pods of this kind, and selects the labels of the
/// pod. Otherwise the controller of that owner would release the pod (`ControllerRefManager` in
/// kube-controller-manager), so it counts for nothing here.
final class Ownership {
  private static final String DEPLOYMENT = "Deployment";
  private static final String REPLICA_SET = "ReplicaSet";

  private final List<ScaleTarget> targets;
  private final OwnerLookup lookup;

  /// @param targets kinds of workloads whose sidecars get rights
  /// @param lookup of objects that may own pods
  Ownership(List<ScaleTarget> targets, OwnerLookup lookup) {
    this.targets = List.copyOf(targets);
    this.lookup = lookup;
  }

  /// The workload of a pod.
  Resolution resolve(PodClaim pod) {
    // A Deployment owns its pods through a ReplicaSet, never itself.
    return DEPLOYMENT.equals(pod.controller().kind()) && kubernetes(pod.controller())
        ? new Absent(Reason.NOT_SELECTED)
        : owner(pod.namespace(), pod.controller(), pod.labels(), false);
  }

  /// @param above whether the owner owns a ReplicaSet, not the pod
  private Resolution owner(
      String namespace, Owner owner, Map<String, String> labels, boolean above) {
    if (!owner.valid()) {
      return new Absent(Reason.INVALID);
    }
    var target = targets.stream().filter(one -> one.matches(owner)).findFirst();
    if (target.isEmpty()) {
      return new Absent(Reason.KIND);
    }
    return switch (lookup.find(namespace, owner, target.get())) {
      case OwnerLookup.Missing _ -> new Absent(Reason.MISSING);
      case OwnerLookup.Unread _ -> new Unknown(namespace, owner);
      case OwnerLookup.Seen(var object) -> seen(namespace, object, labels, above);
    };
  }

  private Resolution seen(
      String namespace, OwnerObject object, Map<String, String> labels, boolean above) {
    if (!selects(object.selector(), labels, above)) {
      return new Absent(Reason.NOT_SELECTED);
    }
    var controller = replicaSet(object) ? object.controller() : Optional.<Owner>empty();
    if (controller.isEmpty()) {
      return new Found(new OwnedWorkload(namespace, object.target(), object.owner()));
    }
    return !above && ownsReplicaSets(controller.get())
        ? owner(namespace, controller.get(), labels, true)
        : new Absent(Reason.NOT_SELECTED);
  }

  /// The pod of a ReplicaSet has its labels from the template of the workload above, whose selector
  /// it matches too. A kind that has its selector elsewhere, such as a Rollout with `workloadRef`,
  /// is believed by what the ReplicaSet selects.
  private static boolean selects(
      @Nullable LabelSelector selector, Map<String, String> labels, boolean above) {
    return (above && selector == null) || Selection.selects(selector, labels);
  }

  private static boolean replicaSet(OwnerObject object) {
    return REPLICA_SET.equals(object.owner().kind()) && kubernetes(object.owner());
  }

  /// Of Kubernetes' own kinds Deployments alone do.
  private static boolean ownsReplicaSets(Owner owner) {
    return DEPLOYMENT.equals(owner.kind()) || !kubernetes(owner);
  }

  private static boolean kubernetes(Owner owner) {
    return ScaleTarget.KUBERNETES.stream().anyMatch(target -> target.matches(owner));
  }
}
