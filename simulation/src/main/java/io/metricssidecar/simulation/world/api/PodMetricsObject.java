package io.metricssidecar.simulation.world.api;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// A `PodMetrics` of metrics.k8s.io.
///
/// @param pod its name
/// @param timestamp of the sample, by the clock of the pod's node
/// @param window over which CPU was averaged
/// @param containers with their use
public record PodMetricsObject(
    String pod, Instant timestamp, Duration window, List<Usage> containers) {
  public PodMetricsObject {
    requireNonNull(pod, "pod is null");
    requireNonNull(timestamp, "timestamp is null");
    requireNonNull(window, "window is null");
    containers = List.copyOf(containers);
  }

  /// The use of one container.
  ///
  /// @param container its name
  /// @param cpuCores mean over the window
  /// @param memoryBytes working set
  public record Usage(String container, double cpuCores, double memoryBytes) {
    public Usage {
      requireNonNull(container, "container is null");
    }
  }
}
