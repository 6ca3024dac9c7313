package io.metricssidecar.contract.exposition;

import io.metricssidecar.contract.exposition.Metric.Counter;
import io.metricssidecar.contract.exposition.Metric.Distribution;
import io.metricssidecar.contract.exposition.Metric.Gauge;
import io.metricssidecar.contract.exposition.Metric.Histogram;
import io.metricssidecar.contract.exposition.Metric.Sample;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The declaration of a metric family: all of it but its values.
///
/// Its methods make the family with its values. They throw an `IllegalArgumentException` where the
/// type or the label names of a series are not those that are declared here.
///
/// @param exporter of it
/// @param type of its values
/// @param name without the `_total` of a counter
/// @param help one sentence for people
/// @param labels names of its labels, without those that every series of the process has
public record MetricFamily(
    Exporter exporter, Type type, String name, String help, List<String> labels) {
  public MetricFamily {
    labels = List.copyOf(labels);
  }

  /// The processes that export metrics.
  public enum Exporter {
    SIDECAR,
    WEBHOOK,
    CONTROLLER,
    /// The webhook and the controller.
    BOTH;

    /// True if a process exports what is declared for this.
    boolean includes(Exporter process) {
      return this == process || (this == BOTH && process != SIDECAR);
    }

    /// Names of the labels that every series of the process has.
    public List<String> labels() {
      return this == SIDECAR ? List.of("workload", "target_container") : List.of();
    }
  }

  /// The types of metrics that we export.
  public enum Type {
    GAUGE,
    COUNTER,
    HISTOGRAM;

    /// The type as Prometheus writes it.
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Name of the family in Prometheus' text format: a counter has its `_total`.
  public String exportedName() {
    return type == Type.COUNTER ? name + "_total" : name;
  }

  /// A gauge with one series and no labels.
  public Metric gauge(double value) {
    return gauge(List.of(new Sample(Map.of(), value)));
  }

  /// A gauge with these series.
  public Metric gauge(List<Sample> samples) {
    require(Type.GAUGE);
    samples.forEach(sample -> requireLabels(sample.labels()));
    return new Gauge(name, help, samples);
  }

  /// A counter with one series and no labels.
  public Metric counter(long value) {
    return counter(List.of(new Sample(Map.of(), value)));
  }

  /// A counter with these series.
  public Metric counter(List<Sample> samples) {
    require(Type.COUNTER);
    samples.forEach(sample -> requireLabels(sample.labels()));
    return new Counter(name, help, samples);
  }

  /// A histogram with these series.
  public Metric histogram(List<Distribution> distributions) {
    require(Type.HISTOGRAM);
    distributions.forEach(series -> requireLabels(series.labels()));
    return new Histogram(name, help, distributions);
  }

  private void require(Type expected) {
    if (type != expected) {
      throw new IllegalArgumentException(
          "%s is a %s, not a %s".formatted(name, type.label(), expected.label()));
    }
  }

  private void requireLabels(Map<String, String> actual) {
    var declared = declared();
    if (!actual.keySet().equals(declared)) {
      throw new IllegalArgumentException(
          "%s has the labels %s, not %s".formatted(name, declared, actual.keySet()));
    }
  }

  private Set<String> declared() {
    var declared = new HashSet<>(exporter.labels());
    declared.addAll(labels);
    return declared;
  }
}
