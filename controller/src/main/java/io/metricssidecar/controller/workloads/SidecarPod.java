package io.metricssidecar.controller.workloads;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.metricssidecar.contract.Labels;
import io.metricssidecar.contract.Names;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A pod that was read back from the API server and carries our container and our label.
///
/// @param namespace of the pod
/// @param serviceAccount that its sidecar is known as
/// @param controller that the pod says it has; still to be read back
public record SidecarPod(String namespace, String serviceAccount, Owner controller) {
  private static final String DEFAULT_SERVICE_ACCOUNT = "default";

  public SidecarPod {
    requireNonNull(namespace, "namespace is null");
    requireNonNull(serviceAccount, "serviceAccount is null");
    requireNonNull(controller, "controller is null");
  }

  /// Reads a pod; empty where it lacks our container, our label or a controller.
  public static Optional<SidecarPod> of(Pod pod) {
    var labels = pod.getMetadata().getLabels();
    var labelled = labels != null && Labels.TRUE.equals(labels.get(Labels.INJECTED));
    if (!labelled || containers(pod).noneMatch(name -> name.equals(Names.CONTAINER))) {
      return Optional.empty();
    }
    var account = pod.getSpec().getServiceAccountName();
    return Owner.controlling(pod.getMetadata().getOwnerReferences())
        .map(
            owner ->
                new SidecarPod(
                    pod.getMetadata().getNamespace(),
                    account == null || account.isEmpty() ? DEFAULT_SERVICE_ACCOUNT : account,
                    owner));
  }

  private static Stream<String> containers(Pod pod) {
    var spec = pod.getSpec();
    if (spec == null) {
      return Stream.of();
    }
    return Stream.of(spec.getContainers(), spec.getInitContainers())
        .filter(list -> list != null)
        .flatMap(List::stream)
        .map(Container::getName);
  }
}
