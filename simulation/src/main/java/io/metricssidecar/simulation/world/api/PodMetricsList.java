package io.metricssidecar.simulation.world.api;

import java.util.List;

/// A `PodMetricsList`: pods without a sample are not in it.
///
/// @param items one for each pod with a sample
public record PodMetricsList(List<PodMetricsObject> items) {
  public PodMetricsList {
    items = List.copyOf(items);
  }
}
