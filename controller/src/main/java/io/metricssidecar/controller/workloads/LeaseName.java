package io.metricssidecar.controller.workloads;

import static java.util.Objects.requireNonNull;

/// Where a Lease is.
///
/// @param namespace of the Lease and its workload
/// @param name of the Lease; empty for a sidecar that was told of none
public record LeaseName(String namespace, String name) {
  public LeaseName {
    requireNonNull(namespace, "namespace is null");
    requireNonNull(name, "name is null");
  }
}
