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
    var usual = annotations.get(Annotations.DEFAULT_CONTAINER);
    var found = usual == null ? Optional.<ContainerView>empty() : named(pod, usual);
    return found.isPresent() ? found : application(pod);
  }

  private static Optional<ContainerView> named(PodView pod, String name) {
    for (var container : pod.containers()) {
      if (container.name().equals(name)) {
        return Optional.of(container);
      }
    }
    return Optional.empty();
  }

  private static Optional<ContainerView> application(PodView pod) {
    for (var container : pod.containers()) {
      if (!PROXIES.contains(container.name())) {
        return Optional.of(container);
      }
    }
    return pod.containers().stream().findFirst();
  }

  private MeasuredContainer() {}
}
