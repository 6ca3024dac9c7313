package io.metricssidecar.decision.samples;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;

/// One sample of the measured container, as metrics-server serves it (metrics.k8s.io `PodMetrics`).
///
/// @param cpuCores CPU usage in cores, averaged over the window
/// @param memoryBytes working set in bytes
/// @param timestamp of the sample, by the clock of the node that took it: good for comparing
///   samples with each other, never with our clock
/// @param window over which CPU was averaged
public record PodSample(double cpuCores, double memoryBytes, Instant timestamp, Duration window) {
  public PodSample {
    requireNonNull(timestamp, "timestamp is null");
    requireNonNull(window, "window is null");
  }
}
