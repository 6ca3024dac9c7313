package io.metricssidecar.cluster.health;

import io.metricssidecar.contract.exposition.Metric;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/// The metrics of a process, from all its parts. Any thread may add and read.
public final class MetricSources {
  private final List<Supplier<List<Metric>>> sources = new CopyOnWriteArrayList<>();

  /// Adds the metrics of one part.
  public void include(Supplier<List<Metric>> source) {
    sources.add(source);
  }

  /// All metrics with their current values, in the order in which the parts were added.
  public List<Metric> collect() {
    return sources.stream().flatMap(source -> source.get().stream()).toList();
  }
}
