package io.metricssidecar.controller.workloads;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.metricssidecar.contract.Labels;
import io.metricssidecar.contract.Names;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// A pod with a sidecar, as last seen. The pod's own claims are not proven: its controller and its
/// Lease have to be read back before they count.
///
/// @param uid of the pod
/// @param name of the pod
/// @param serviceAccount that its sidecar authenticates as
/// @param controller that the pod says it has
/// @param budget that its sidecar uses; its Lease is in the pod's namespace
/// @param labels of the pod
/// @param stage of its life
public record SidecarPod(
    String uid,
    String name,
    String serviceAccount,
    Owner controller,
    SidecarBudget budget,
    Map<String, String> labels,
    PodStage stage) {
  /// The ServiceAccount of pods that name none.
  private static final String DEFAULT_SERVICE_ACCOUNT = "default";

  public SidecarPod {
    requireNonNull(uid, "uid is null");
    requireNonNull(name, "name is null");
    requireNonNull(serviceAccount, "serviceAccount is null");
    requireNonNull(controller, "controller is null");
    requireNonNull(budget, "budget is null");
    labels = Map.copyOf(labels);
    requireNonNull(stage, "stage is null");
  }

  /// Reads a pod; empty where no object controls it.
  ///
  /// @param budget of its sidecar
  static Optional<SidecarPod> of(Pod pod, SidecarBudget budget) {
    var metadata = pod.getMetadata();
    var account = pod.getSpec().getServiceAccountName();
    var labels = Objects.requireNonNullElse(metadata.getLabels(), Map.<String, String>of());
    return Owner.controlling(metadata.getOwnerReferences())
        .map(
            controller ->
                new SidecarPod(
                    metadata.getUid(),
                    metadata.getName(),
                    account == null || account.isEmpty() ? DEFAULT_SERVICE_ACCOUNT : account,
                    controller,
                    budget,
                    labels,
                    PodStage.of(pod)));
  }

  /// Our container in a pod, as container or as init container; empty where there is none.
  public static Optional<Container> container(Pod pod) {
    var spec = pod.getSpec();
    return spec == null
        ? Optional.empty()
        : Stream.of(spec.getContainers(), spec.getInitContainers())
            .filter(Objects::nonNull)
            .flatMap(List::stream)
            .filter(SidecarPod::isSidecar)
            .findFirst();
  }

  /// True if a container of a pod is ours, by its name.
  public static boolean isSidecar(Container container) {
    return Names.CONTAINER.equals(container.getName());
  }

  /// True if it has the label of injected pods.
  public boolean labelled() {
    return Labels.TRUE.equals(labels.get(Labels.INJECTED));
  }

  /// The pod's namespace.
  public String namespace() {
    return budget.lease().namespace();
  }
}
