package io.metricssidecar.contract.sidecar;

import org.jspecify.annotations.Nullable;

/// The limits of the measured container. A resource without a limit is not judged.
///
/// @param cpuMillicores the CPU limit; null without one
/// @param memoryBytes the memory limit; null without one
public record Limits(@Nullable Long cpuMillicores, @Nullable Long memoryBytes) {
  /// No limit at all.
  public static final Limits NONE = new Limits(null, null);

  public Limits {
    if (cpuMillicores != null && cpuMillicores < 1) {
      throw new IllegalArgumentException("cpuMillicores is not positive: " + cpuMillicores);
    }
    if (memoryBytes != null && memoryBytes < 1) {
      throw new IllegalArgumentException("memoryBytes is not positive: " + memoryBytes);
    }
  }
}
