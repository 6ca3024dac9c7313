package io.metricssidecar.contract.sidecar;

import static java.util.Objects.requireNonNull;

/// The pod that a sidecar is in, from the downward API.
///
/// @param namespace of the pod
/// @param name of the pod
/// @param uid of the pod; empty if it was not given (a sidecar run by hand)
/// @param node the pod runs on; empty if it was not given
public record PodIdentity(String namespace, String name, String uid, String node) {
  public PodIdentity {
    requireNonNull(namespace, "namespace is null");
    requireNonNull(name, "name is null");
    requireNonNull(uid, "uid is null");
    requireNonNull(node, "node is null");
  }
}
