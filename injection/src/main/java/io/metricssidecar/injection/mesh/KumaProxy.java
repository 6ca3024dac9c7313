package io.metricssidecar.injection.mesh;

import io.metricssidecar.contract.Annotations;
import io.metricssidecar.injection.pod.PodView;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Kuma's proxy that was injected into a pod before the sidecar (kuma,
/// `pkg/plugins/runtime/k8s/webhooks/injector/injector.go`).
final class KumaProxy {
  private static final String PROXY = "kuma-sidecar";

  /// The init container that redirects ports, once, when the pod starts; its configuration was made
  /// from the annotations when it was injected.
  private static final String INIT = "kuma-init";

  /// The init container instead of [#INIT] where Kuma's CNI plugin redirects ports.
  private static final String VALIDATION = "kuma-validation";

  /// The configuration that newer injectors make of the annotations, and that their CNI plugin
  /// reads in place of them.
  private static final String CONFIGURATION = "traffic.kuma.io/transparent-proxy-config";

  /// Nothing is redirected to the proxy of a gateway.
  private static final String GATEWAY = "kuma.io/gateway";

  private static final Set<String> ENABLED = Set.of("enabled", "true");

  /// Whether the pod's proxy intercepts the traffic to a port.
  ///
  /// @param admitted annotations of the admitted pod
  static boolean intercepts(int port, PodView pod, Map<String, String> admitted) {
    var reviewed = pod.annotations();
    var validation = pod.container(VALIDATION).isPresent();
    if (pod.container(PROXY).isEmpty()
        || ENABLED.contains(reviewed.getOrDefault(GATEWAY, ""))
        || (!validation && pod.container(INIT).isEmpty())) {
      return false;
    }
    var decisive = validation && !reviewed.containsKey(CONFIGURATION) ? admitted : reviewed;
    return !Mesh.KUMA.excludes(
        port, Optional.ofNullable(decisive.get(Annotations.KUMA_EXCLUDED_PORTS)));
  }

  private KumaProxy() {}
}
