package io.metricssidecar.injection.mesh;

import io.metricssidecar.contract.Annotations;
import java.util.Optional;

/// A service mesh whose proxies take the traffic to a pod's ports, and the annotation that keeps
/// ports from them. On a pod that no mesh joins the annotation means nothing.
enum Mesh {
  /// Its CNI plugin lets no pod start whose list is anything but ports (istio,
  /// `cni/pkg/plugin/sidecar_redirect.go`).
  ISTIO(Annotations.ISTIO_EXCLUDED_PORTS, "") {
    @Override
    Optional<PortList> read(String text) {
      return PortList.parse(text).filter(PortList::single);
    }
  },
  /// The annotation takes the place of the mesh's own list, so we begin with what that is unless
  /// somebody has changed it (linkerd2, `proxyInit.ignoreInboundPorts`).
  LINKERD(Annotations.LINKERD_SKIPPED_PORTS, "4567,4568") {
    @Override
    Optional<PortList> read(String text) {
      return PortList.parse(text);
    }
  };

  private final String annotation;
  private final String otherwise;

  Mesh(String annotation, String otherwise) {
    this.annotation = annotation;
    this.otherwise = otherwise;
  }

  /// Key of the list.
  String annotation() {
    return annotation;
  }

  /// The mesh's own list, which holds for pods without the annotation.
  String otherwise() {
    return otherwise;
  }

  /// Reads a list as the mesh does; empty where it could not.
  abstract Optional<PortList> read(String text);
}
