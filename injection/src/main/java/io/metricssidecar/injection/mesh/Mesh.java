package io.metricssidecar.injection.mesh;

import io.metricssidecar.contract.Annotations;
import java.util.Optional;

/// A service mesh whose proxies intercept the traffic to a pod's ports, and the annotation that
/// excludes ports from that. On a pod outside the mesh the annotation has no effect.
enum Mesh {
  /// Istio, whose CNI plugin fails the start of a pod if the list contains anything but single
  /// ports (istio, `cni/pkg/plugin/sidecar_redirect.go`).
  ISTIO(Annotations.ISTIO_EXCLUDED_PORTS, "") {
    @Override
    Optional<PortList> read(String text) {
      return PortList.parse(text).filter(PortList::single);
    }
  },
  /// Linkerd, whose annotation replaces the mesh's own list, so ours begins with the default of
  /// that list (linkerd2, `proxyInit.ignoreInboundPorts`).
  LINKERD(Annotations.LINKERD_SKIPPED_PORTS, "4567,4568") {
    @Override
    Optional<PortList> read(String text) {
      return PortList.parse(text);
    }
  };

  private final String annotation;
  private final String defaultPorts;

  Mesh(String annotation, String defaultPorts) {
    this.annotation = annotation;
    this.defaultPorts = defaultPorts;
  }

  /// The key of the annotation.
  String annotation() {
    return annotation;
  }

  /// The ports that the mesh excludes on pods without the annotation, as a list.
  String defaultPorts() {
    return defaultPorts;
  }

  /// Parses a list as the mesh does; empty where the mesh would reject it.
  abstract Optional<PortList> read(String text);
}
