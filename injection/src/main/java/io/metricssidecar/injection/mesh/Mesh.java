package io.metricssidecar.injection.mesh;

import io.metricssidecar.contract.Annotations;
import io.metricssidecar.injection.pod.PodView;
import java.util.Map;
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

    @Override
    boolean intercepts(int port, PodView pod, Map<String, String> admitted) {
      return IstioProxy.intercepts(port, pod, admitted);
    }
  },
  /// Linkerd, whose annotation replaces the mesh's own list, so ours begins with the default of
  /// that list (linkerd2, `proxyInit.ignoreInboundPorts`).
  LINKERD(Annotations.LINKERD_SKIPPED_PORTS, "4567,4568") {
    @Override
    Optional<PortList> read(String text) {
      return PortList.parse(text);
    }

    @Override
    boolean intercepts(int port, PodView pod, Map<String, String> admitted) {
      // Its proxy lets the probes of the pod's containers in by itself.
      return false;
    }
  },
  /// Kuma, whose CNI plugin knows single ports only and fails the start of a pod for anything else
  /// (kuma, `app/cni/pkg/cni/annotations.go`).
  KUMA(Annotations.KUMA_EXCLUDED_PORTS, "") {
    @Override
    Optional<PortList> read(String text) {
      return PortList.parse(text).filter(PortList::single);
    }

    @Override
    boolean intercepts(int port, PodView pod, Map<String, String> admitted) {
      return KumaProxy.intercepts(port, pod, admitted);
    }
  },
  /// Consul, which makes one rule of iptables of each element as it is (consul, `sdk/iptables`). A
  /// range has a colon there, and an element that iptables does not know keeps the pod from
  /// starting.
  CONSUL(Annotations.CONSUL_EXCLUDED_PORTS, "") {
    @Override
    Optional<PortList> read(String text) {
      return text.contains("-") ? Optional.empty() : PortList.parse(text.replace(':', '-'));
    }

    @Override
    boolean intercepts(int port, PodView pod, Map<String, String> admitted) {
      return ConsulProxy.intercepts(port, pod);
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

  /// Whether a list excludes a port; one that is missing or cannot be read excludes none.
  boolean excludes(int port, Optional<String> list) {
    return list.flatMap(this::read).filter(ports -> ports.contains(port)).isPresent();
  }

  /// Whether the mesh's proxy is in the pod already and intercepts the traffic to a port. It does
  /// not know the sidecar's probe and does not forward it: where it requires mTLS, the pod would
  /// never be ready.
  ///
  /// @param admitted annotations of the admitted pod
  abstract boolean intercepts(int port, PodView pod, Map<String, String> admitted);
}
