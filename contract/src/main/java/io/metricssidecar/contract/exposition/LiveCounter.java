package io.metricssidecar.contract.exposition;

import io.metricssidecar.contract.exposition.Metric.Sample;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// A counter that grows while the process runs, by labels. Safe to use from any thread.
public final class LiveCounter {
  private final MetricFamily family;
  private final LiveSeries<LongAdder> series;

  /// @param family of type counter
  /// @param common labels of every series
  public LiveCounter(MetricFamily family, Map<String, String> common) {
    this.family = family;
    this.series = new LiveSeries<>(family, common, LongAdder::new);
  }

  /// Adds 1 to the series with these labels and the common ones.
  public void increment(Map<String, String> labels) {
    series.with(labels).increment();
  }

  /// The family with its current values.
  public Metric metric() {
    return family.counter(series.read((labels, adder) -> new Sample(labels, adder.sum())));
  }
}
