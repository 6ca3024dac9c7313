package io.metricssidecar.contract.exposition;

import io.metricssidecar.contract.exposition.Metric.Counter;
import io.metricssidecar.contract.exposition.Metric.Distribution;
import io.metricssidecar.contract.exposition.Metric.Gauge;
import io.metricssidecar.contract.exposition.Metric.Histogram;
import io.metricssidecar.contract.exposition.Metric.Sample;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The two text formats of Prometheus metrics.
public enum TextFormat {
  /// Prometheus text format 0.0.4.
  PROMETHEUS("text/plain; version=0.0.4; charset=utf-8"),
  /// OpenMetrics 1.0.
  OPENMETRICS("application/openmetrics-text; version=1.0.0; charset=utf-8");

  private final String contentType;

  TextFormat(String contentType) {
    this.contentType = contentType;
  }

  /// The format that an `Accept` header asks for: OpenMetrics where it is named, else Prometheus
  /// text.
  public static TextFormat of(String accept) {
    return accept.toLowerCase(Locale.ROOT).contains("application/openmetrics-text")
        ? OPENMETRICS
        : PROMETHEUS;
  }

  /// Value of the `Content-Type` header.
  public String contentType() {
    return contentType;
  }

  /// All families, in the order given.
  public String write(List<Metric> metrics) {
    var out = new StringBuilder();
    for (var metric : metrics) {
      switch (metric) {
        case Gauge gauge -> {
          head(out, gauge.name(), gauge.help(), "gauge");
          gauge.samples().forEach(sample -> line(out, gauge.name(), sample));
        }
        case Counter counter -> {
          var total = counter.name() + "_total";
          head(out, this == OPENMETRICS ? counter.name() : total, counter.help(), "counter");
          counter.samples().forEach(sample -> line(out, total, sample));
        }
        case Histogram histogram -> {
          head(out, histogram.name(), histogram.help(), "histogram");
          histogram.distributions().forEach(series -> distribution(out, histogram.name(), series));
        }
      }
    }
    return this == OPENMETRICS ? out.append("# EOF\n").toString() : out.toString();
  }

  private void head(StringBuilder out, String name, String help, String type) {
    out.append("# HELP ").append(name).append(' ').append(help(help)).append('\n');
    out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  private static void line(StringBuilder out, String name, Sample sample) {
    out.append(name)
        .append(labels(sample.labels()))
        .append(' ')
        .append(number(sample.value()))
        .append('\n');
  }

  /// OpenMetrics wants quotes escaped in help texts too, Prometheus text does not know that.
  private String help(String text) {
    return this == OPENMETRICS ? quoted(text) : escape(text);
  }

  /// Bounds are written as `15.0` in both formats, so that a series keeps its name when a scraper
  /// changes from one to the other (OpenMetrics 1.0, "Canonical Numbers").
  private static void distribution(StringBuilder out, String name, Distribution series) {
    series
        .buckets()
        .forEach((bound, count) -> bucket(out, name, series, Double.toString(bound), count));
    bucket(out, name, series, "+Inf", series.count());
    line(out, name + "_sum", new Sample(series.labels(), series.sum()));
    line(out, name + "_count", new Sample(series.labels(), series.count()));
  }

  private static void bucket(
      StringBuilder out, String name, Distribution series, String bound, long count) {
    var labels = new TreeMap<>(series.labels());
    labels.put("le", bound);
    line(out, name + "_bucket", new Sample(labels, count));
  }

  private static String labels(Map<String, String> labels) {
    return labels.isEmpty()
        ? ""
        : new TreeMap<>(labels)
            .entrySet().stream()
                .map(label -> label.getKey() + "=\"" + quoted(label.getValue()) + "\"")
                .collect(Collectors.joining(",", "{", "}"));
  }

  private static String quoted(String text) {
    return escape(text).replace("\"", "\\\"");
  }

  private static String escape(String text) {
    return text.replace("\\", "\\\\").replace("\n", "\\n");
  }

  private static String number(double value) {
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
