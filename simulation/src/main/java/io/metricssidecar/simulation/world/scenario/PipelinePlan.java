package io.metricssidecar.simulation.world.scenario;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.simulation.world.time.Period;
import java.time.Duration;
import java.util.List;

/// The way of a sample from a container to the metrics API.
///
/// @param resolution of metrics-server: 15 s by its manifest, 60 s by its binary's default
/// @param sampling of the kubelet
/// @param missed share of the scrapes of a node that fail
/// @param outages times at which metrics-server answers 503
public record PipelinePlan(
    Duration resolution, Sampling sampling, double missed, List<Period> outages) {
  /// metrics-server as its manifest sets it up, and nothing fails.
  public static final PipelinePlan DEFAULT =
      new PipelinePlan(Duration.ofSeconds(15), Sampling.CADVISOR, 0, List.of());

  public PipelinePlan {
    requireNonNull(resolution, "resolution is null");
    requireNonNull(sampling, "sampling is null");
    outages = List.copyOf(outages);
  }

  /// When a kubelet takes a sample of a container.
  public enum Sampling {
    /// Every 10 to 20 s, by cAdvisor's housekeeping.
    CADVISOR,
    /// When metrics-server asks for it.
    AT_SCRAPE
  }
}
