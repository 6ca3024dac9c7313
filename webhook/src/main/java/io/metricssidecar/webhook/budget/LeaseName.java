package io.metricssidecar.webhook.budget;

import static java.util.Objects.requireNonNull;

/// Where a Lease is.
///
/// @param namespace of the Lease and its workload
/// @param name of the Lease; empty for a sidecar that was told of none
record LeaseName(String namespace, String name) {
  LeaseName {
    requireNonNull(namespace, "namespace is null");
    requireNonNull(name, "name is null");
  }
}
