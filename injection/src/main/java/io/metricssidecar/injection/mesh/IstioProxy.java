package io.metricssidecar.injection.mesh;

import io.metricssidecar.contract.Annotations;
import io.metricssidecar.injection.pod.PodView;
import java.util.Map;
import java.util.Optional;

/// Istio's proxy in a pod that was injected before us, which knows nothing of our probe and will
/// not send it on: with mTLS in mode STRICT the pod would never be ready.
public final class IstioProxy {
  private static final String PROXY = "istio-proxy";

  /// Redirects ports by its arguments, once, when the pod starts.
  private static final String INIT = "istio-init";

  /// Stands in the place of [#INIT] where the CNI plugin redirects ports, by the annotations that
  /// the pod has in the end.
  private static final String VALIDATION = "istio-validation";

  private static final String INCLUDED = "traffic.sidecar.istio.io/includeInboundPorts";
  private static final String INCLUDED_ARGUMENT = "-b";
  private static final String EXCLUDED_ARGUMENT = "-d";

  /// Whether a proxy takes what is sent to a port. One without either init container redirects
  /// nothing: it is a gateway.
  ///
  /// @param annotations of the pod in the end
  public static boolean takes(int port, PodView pod, Map<String, String> annotations) {
    if (pod.container(PROXY).isEmpty()) {
      return false;
    }
    var init = pod.container(INIT);
    if (init.isPresent()) {
      return takes(
          port,
          init.get().argument(INCLUDED_ARGUMENT).or(() -> text(pod.annotations(), INCLUDED)),
          init.get().argument(EXCLUDED_ARGUMENT).or(() -> excluded(pod.annotations())));
    }
    return pod.container(VALIDATION).isPresent()
        && takes(port, text(annotations, INCLUDED), excluded(annotations));
  }

  /// A list that is missing or no list, such as `*`, includes every port and excludes none.
  private static boolean takes(int port, Optional<String> included, Optional<String> excluded) {
    return included.flatMap(Mesh.ISTIO::read).map(list -> list.contains(port)).orElse(true)
        && !excluded.flatMap(Mesh.ISTIO::read).map(list -> list.contains(port)).orElse(false);
  }

  private static Optional<String> excluded(Map<String, String> annotations) {
    return text(annotations, Annotations.ISTIO_EXCLUDED_PORTS);
  }

  private static Optional<String> text(Map<String, String> annotations, String key) {
    return Optional.ofNullable(annotations.get(key));
  }

  private IstioProxy() {}
}
