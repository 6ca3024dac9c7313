package io.metricssidecar.injection.options;

import static java.util.Objects.requireNonNull;

/// What the sidecar container asks for. Both resources always have both values: a container without
/// a request stops the autoscaling of its whole workload, and one without a limit is refused in a
/// namespace with a quota.
///
/// @param cpu in cores
/// @param memory in bytes
public record SidecarResources(Requirement cpu, Requirement memory) {
  public SidecarResources {
    requireNonNull(cpu, "cpu is null");
    requireNonNull(memory, "memory is null");
  }

  /// With requests that equal the limits.
  public SidecarResources guaranteed() {
    return new SidecarResources(cpu.guaranteed(), memory.guaranteed());
  }
}
