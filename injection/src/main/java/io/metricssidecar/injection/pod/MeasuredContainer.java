package io.metricssidecar.injection.pod;

import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.sidecar.SidecarSetting;
import java.util.Optional;
import java.util.Set;

/// The choice of the container of a pod whose use is measured.
public final class MeasuredContainer {
  /// Names of containers that meshes and other injectors add to a pod. The chart's warnings have
  /// the same.
  public static final Set<String> PROXIES =
      Set.of(
          "istio-proxy",
          "linkerd-proxy",
          "kuma-sidecar",
          "consul-dataplane",
          "envoy-sidecar",
          "envoy",
          "daprd",
          "vault-agent",
          "otc-container");

  /// The container named by our annotation; without that annotation, kubectl's default container,
  /// else the first that is not a known proxy, else the first. Empty where the pod has no container
  /// of the name in our annotation.
  public static Optional<ContainerView> of(PodView pod) {
    var annotations = pod.annotations();
    var named = annotations.get(SidecarSetting.CONTAINER.annotation());
    if (named != null) {
      return named(pod, named);
    }
    return Optional.ofNullable(annotations.get(Annotations.DEFAULT_CONTAINER))
        .flatMap(name -> named(pod, name))
        .or(() -> applications(pod))
        .or(() -> pod.containers().stream().findFirst());
  }

  private static Optional<ContainerView> named(PodView pod, String name) {
    return pod.containers().stream().filter(container -> container.name().equals(name)).findFirst();
  }

  private static Optional<ContainerView> applications(PodView pod) {
    return pod.containers().stream()
        .filter(container -> !PROXIES.contains(container.name()))
        .findFirst();
  }

  private MeasuredContainer() {}
}
