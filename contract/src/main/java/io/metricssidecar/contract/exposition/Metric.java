package io.metricssidecar.contract.exposition;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// A metric family as one immutable value, ready to be written by [TextFormat].
///
/// Names follow Prometheus: base units, snake case, no `_total` in [Counter#name] (the writer adds
/// it, because OpenMetrics wants the family named without). Label values and help texts are escaped
/// by the writer, so any text may stand here.
public sealed interface Metric {
  /// Name of the family.
  String name();

  /// One sentence for people.
  String help();

  /// A value that goes up and down.
  record Gauge(String name, String help, List<Sample> samples) implements Metric {
    public Gauge {
      samples = List.copyOf(samples);
    }

    /// A gauge with one series and no labels.
    public static Gauge of(String name, String help, double value) {
      return new Gauge(name, help, List.of(new Sample(Map.of(), value)));
    }
  }

  /// A value that only grows.
  record Counter(String name, String help, List<Sample> samples) implements Metric {
    public Counter {
      samples = List.copyOf(samples);
    }
  }

  /// Observations counted in buckets.
  record Histogram(String name, String help, List<Distribution> distributions) implements Metric {
    public Histogram {
      distributions = List.copyOf(distributions);
    }
  }

  /// One series of a gauge or counter.
  ///
  /// @param labels name to value, written in order of the names
  /// @param value NaN where it is not known
  record Sample(Map<String, String> labels, double value) {
    public Sample {
      labels = Map.copyOf(labels);
    }
  }

  /// One series of a histogram.
  ///
  /// @param labels name to value
  /// @param buckets upper bound to the number of observations at most that large; cumulative,
  ///   without `+Inf`
  /// @param count of all observations
  /// @param sum of all observations
  record Distribution(
      Map<String, String> labels, SortedMap<Double, Long> buckets, long count, double sum) {
    public Distribution {
      labels = Map.copyOf(labels);
      buckets = Collections.unmodifiableSortedMap(new TreeMap<>(buckets));
    }
  }
}
