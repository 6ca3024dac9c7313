package io.metricssidecar.contract.exposition;

import io.metricssidecar.contract.exposition.Metric.Distribution;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/// A histogram of durations in seconds that grows while the process runs, by labels. Safe to use
/// from any thread. A reader may see a duration in the buckets before it sees it in the sum; the
/// count is always that of the buckets.
public final class LiveHistogram {
  private static final double NANOS = 1e9;

  private final MetricFamily family;
  private final LiveSeries<Buckets> series;

  /// @param family of type histogram
  /// @param common labels of every series
  /// @param bounds upper bounds of the buckets in seconds, ascending, without `+Inf`
  public LiveHistogram(MetricFamily family, Map<String, String> common, double... bounds) {
    var own = bounds.clone();
    this.family = family;
    this.series = new LiveSeries<>(family, common, () -> new Buckets(own));
  }

  /// Adds a duration to the series with these labels and the common ones.
  public void observe(Map<String, String> labels, Duration duration) {
    series.with(labels).observe(duration);
  }

  /// The family with its current values.
  public Metric metric() {
    return family.histogram(series.read((labels, buckets) -> buckets.distribution(labels)));
  }

  /// One series: each duration is counted in the first bucket that holds it, and the buckets are
  /// added up when they are read.
  private static final class Buckets {
    private final double[] bounds;
    private final LongAdder[] counts;
    private final LongAdder nanos = new LongAdder();

    Buckets(double[] bounds) {
      this.bounds = bounds;
      this.counts =
          Stream.generate(LongAdder::new).limit(bounds.length + 1L).toArray(LongAdder[]::new);
    }

    void observe(Duration duration) {
      var seconds = duration.toNanos() / NANOS;
      var index = 0;
      while (index < bounds.length && seconds > bounds[index]) {
        index++;
      }
      counts[index].increment();
      nanos.add(duration.toNanos());
    }

    Distribution distribution(Map<String, String> labels) {
      var cumulative = new TreeMap<Double, Long>();
      var count = 0L;
      for (var index = 0; index < bounds.length; index++) {
        count += counts[index].sum();
        cumulative.put(bounds[index], count);
      }
      count += counts[bounds.length].sum();
      return new Distribution(labels, cumulative, count, nanos.sum() / NANOS);
    }
  }
}
