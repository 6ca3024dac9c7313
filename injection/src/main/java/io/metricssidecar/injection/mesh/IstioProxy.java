package io.metricssidecar.injection.mesh;

import io.metricssidecar.contract.Annotations;
import io.metricssidecar.injection.pod.PodView;
import java.util.Map;
import java.util.Optional;

/// Istio's proxy that was injected into a pod before the sidecar.
final class IstioProxy {
  private static final String PROXY = "istio-proxy";

  /// The init container that redirects ports by its arguments, once, when the pod starts.
  private static final String INIT = "istio-init";

  /// The init container instead of [#INIT] where Istio's CNI plugin redirects ports, by the
  /// annotations of the admitted pod.
  private static final String VALIDATION = "istio-validation";

  private static final String INCLUDED = "traffic.sidecar.istio.io/includeInboundPorts";
  private static final String INCLUDED_ARGUMENT = "-b";
  private static final String EXCLUDED_ARGUMENT = "-d";

  /// Whether the pod's proxy intercepts the traffic to a port. A proxy without either init
  /// container redirects nothing: it is a gateway.
  ///
  /// @param annotations of the admitted pod
  static boolean intercepts(int port, PodView pod, Map<String, String> annotations) {
    if (pod.container(PROXY).isEmpty()) {
      return false;
    }
    var init = pod.container(INIT);
    if (init.isPresent()) {
      return intercepts(
          port,
          init.get().argument(INCLUDED_ARGUMENT).or(() -> text(pod.annotations(), INCLUDED)),
          init.get().argument(EXCLUDED_ARGUMENT).or(() -> excluded(pod.annotations())));
    }
    return pod.container(VALIDATION).isPresent()
        && intercepts(port, text(annotations, INCLUDED), excluded(annotations));
  }

  /// A list that is missing or invalid, such as `*`, includes every port and excludes none.
  private static boolean intercepts(
      int port, Optional<String> included, Optional<String> excluded) {
    return included.flatMap(Mesh.ISTIO::read).map(list -> list.contains(port)).orElse(true)
        && !Mesh.ISTIO.excludes(port, excluded);
  }

  private static Optional<String> excluded(Map<String, String> annotations) {
    return text(annotations, Annotations.ISTIO_EXCLUDED_PORTS);
  }

  private static Optional<String> text(Map<String, String> annotations, String key) {
    return Optional.ofNullable(annotations.get(key));
  }

  private IstioProxy() {}
}
