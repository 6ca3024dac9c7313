package io.metricssidecar.controller.workloads;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.Pod;
import io.metricssidecar.contract.Labels;
import java.util.Optional;

/// A pod with a sidecar, as last seen. The pod's own claims are not proven: its controller and its
/// Lease have to be read back before they count.
///
/// @param uid of the pod
/// @param name of the pod
/// @param serviceAccount that its sidecar authenticates as
/// @param controller that the pod says it has
/// @param budget that its sidecar uses; its Lease is in the pod's namespace
/// @param labelled whether it has the label of injected pods
/// @param stage of its life
public record SidecarPod(
    String uid,
    String name,
    String serviceAccount,
    Owner controller,
    SidecarBudget budget,
    boolean labelled,
    PodStage stage) {
  /// The ServiceAccount of pods that name none.
  private static final String DEFAULT_SERVICE_ACCOUNT = "default";

  public SidecarPod {
    requireNonNull(uid, "uid is null");
    requireNonNull(name, "name is null");
    requireNonNull(serviceAccount, "serviceAccount is null");
    requireNonNull(controller, "controller is null");
    requireNonNull(budget, "budget is null");
    requireNonNull(stage, "stage is null");
  }

  /// Reads a pod; empty where no object controls it.
  ///
  /// @param budget of its sidecar
  static Optional<SidecarPod> of(Pod pod, SidecarBudget budget) {
    var metadata = pod.getMetadata();
    var account = pod.getSpec().getServiceAccountName();
    var labels = metadata.getLabels();
    return Owner.controlling(metadata.getOwnerReferences())
        .map(
            controller ->
                new SidecarPod(
                    metadata.getUid(),
                    metadata.getName(),
                    account == null || account.isEmpty() ? DEFAULT_SERVICE_ACCOUNT : account,
                    controller,
                    budget,
                    labels != null && Labels.TRUE.equals(labels.get(Labels.INJECTED)),
                    PodStage.of(pod)));
  }

  /// The pod's namespace.
  public String namespace() {
    return budget.lease().namespace();
  }
}
