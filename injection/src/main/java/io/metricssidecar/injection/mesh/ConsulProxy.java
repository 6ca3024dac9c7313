package io.metricssidecar.injection.mesh;

import io.metricssidecar.contract.Annotations;
import io.metricssidecar.injection.pod.PodView;
import java.util.Optional;

/// Consul's proxy that was injected into a pod before the sidecar (consul-k8s,
/// `control-plane/connect-inject/webhook/redirect_traffic.go`). The ports that it redirects were
/// determined then, whatever annotations the pod gets later.
final class ConsulProxy {
  private static final String PROXY = "consul-dataplane";

  /// The init container that redirects ports by [#VARIABLE], once, when the pod starts.
  private static final String INIT = "consul-connect-inject-init";

  private static final String VARIABLE = "CONSUL_REDIRECT_TRAFFIC_CONFIG";

  /// The annotation instead of [#VARIABLE] where Consul's CNI plugin redirects ports.
  private static final String CONFIGURATION = "consul.hashicorp.com/redirect-traffic-config";

  /// Whether the pod's proxy intercepts the traffic to a port. Without the transparent proxy
  /// nothing is redirected.
  static boolean intercepts(int port, PodView pod) {
    return pod.container(PROXY).isPresent()
        && redirects(pod)
        && !Mesh.CONSUL.excludes(
            port, Optional.ofNullable(pod.annotations().get(Annotations.CONSUL_EXCLUDED_PORTS)));
  }

  private static boolean redirects(PodView pod) {
    return pod.annotations().containsKey(CONFIGURATION)
        || pod.container(INIT).filter(init -> init.hasVariable(VARIABLE)).isPresent();
  }

  private ConsulProxy() {}
}
