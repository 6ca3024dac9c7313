package io.metricssidecar.certs;

import static java.util.Objects.requireNonNull;

import java.util.List;

/// The name of a Kubernetes Service that a certificate is issued for.
///
/// @param name of the Service
/// @param namespace of the Service
public record ServiceName(String name, String namespace) {
  public ServiceName {
    requireNonNull(name, "name is null");
    requireNonNull(namespace, "namespace is null");
  }

  /// The name that the API server verifies (kubernetes, `apiserver/pkg/util/webhook`).
  public String verified() {
    return "%s.%s.svc".formatted(name, namespace);
  }

  /// Every name a client inside the cluster may use, the verified one first.
  public List<String> dnsNames() {
    return List.of(
        verified(), verified() + ".cluster.local", "%s.%s".formatted(name, namespace), name);
  }
}
