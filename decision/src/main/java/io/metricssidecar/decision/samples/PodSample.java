package io.metricssidecar.decision.samples;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;

/// One sample of the measured container, as metrics-server serves it (metrics.k8s.io `PodMetrics`).
///
/// @param usage of the container
/// @param timestamp of the sample, by the clock of whoever took it: good for comparing samples with
///   each other, never with our clock
/// @param window over which CPU was averaged
public record PodSample(Usage usage, Instant timestamp, Duration window) {
  public PodSample {
    requireNonNull(usage, "usage is null");
    requireNonNull(timestamp, "timestamp is null");
    requireNonNull(window, "window is null");
  }
}
