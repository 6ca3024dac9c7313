package io.metricssidecar.contract.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.contract.exposition.Metric.Counter;
import io.metricssidecar.contract.exposition.Metric.Distribution;
import io.metricssidecar.contract.exposition.Metric.Gauge;
import io.metricssidecar.contract.exposition.Metric.Histogram;
import io.metricssidecar.contract.exposition.Metric.Sample;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextFormatTest {
  private static final List<Metric> METRICS =
      List.of(
          Gauge.of("up", "Plain.", 1),
          new Gauge(
              "odd",
              "A \"quote\", a \\ and a\nnew line.",
              List.of(
                  new Sample(Map.of("path", "C:\\\"x\"\ny"), Double.NaN),
                  new Sample(Map.of("b", "2", "a", "1"), Double.POSITIVE_INFINITY),
                  new Sample(Map.of("a", "2"), Double.NEGATIVE_INFINITY),
                  new Sample(Map.of("a", "3"), 0.5),
                  new Sample(Map.of("a", "4"), -0.0),
                  new Sample(Map.of("a", "5"), 9007199254740992.0),
                  new Sample(Map.of("a", "6"), -42))),
          new Counter("asked", "Counted.", List.of(new Sample(Map.of("result", "ok"), 3))),
          new Counter("never", "Nothing counted yet.", List.of()),
          new Histogram(
              "took_seconds",
              "Seconds.",
              List.of(
                  new Distribution(
                      Map.of("verb", "GET"), new TreeMap<>(Map.of(0.5, 2L, 15.0, 3L)), 4, 61.25))));

  @Test
  void writesPrometheusText() {
    assertThat(TextFormat.PROMETHEUS.write(METRICS))
        .isEqualTo(
            """
            # HELP up Plain.
            # TYPE up gauge
            up 1
            # HELP odd A "quote", a \\\\ and a\\nnew line.
            # TYPE odd gauge
            odd{path="C:\\\\\\"x\\"\\ny"} NaN
            odd{a="1",b="2"} +Inf
            odd{a="2"} -Inf
            odd{a="3"} 0.5
            odd{a="4"} 0
            odd{a="5"} 9.007199254740992E15
            odd{a="6"} -42
            # HELP asked_total Counted.
            # TYPE asked_total counter
            asked_total{result="ok"} 3
            # HELP never_total Nothing counted yet.
            # TYPE never_total counter
            # HELP took_seconds Seconds.
            # TYPE took_seconds histogram
            took_seconds_bucket{le="0.5",verb="GET"} 2
            took_seconds_bucket{le="15.0",verb="GET"} 3
            took_seconds_bucket{le="+Inf",verb="GET"} 4
            took_seconds_sum{verb="GET"} 61.25
            took_seconds_count{verb="GET"} 4
            """);
  }

  @Test
  void writesOpenMetrics() {
    assertThat(TextFormat.OPENMETRICS.write(METRICS))
        .isEqualTo(
            """
            # HELP up Plain.
            # TYPE up gauge
            up 1
            # HELP odd A \\"quote\\", a \\\\ and a\\nnew line.
            # TYPE odd gauge
            odd{path="C:\\\\\\"x\\"\\ny"} NaN
            odd{a="1",b="2"} +Inf
            odd{a="2"} -Inf
            odd{a="3"} 0.5
            odd{a="4"} 0
            odd{a="5"} 9.007199254740992E15
            odd{a="6"} -42
            # HELP asked Counted.
            # TYPE asked counter
            asked_total{result="ok"} 3
            # HELP never Nothing counted yet.
            # TYPE never counter
            # HELP took_seconds Seconds.
            # TYPE took_seconds histogram
            took_seconds_bucket{le="0.5",verb="GET"} 2
            took_seconds_bucket{le="15.0",verb="GET"} 3
            took_seconds_bucket{le="+Inf",verb="GET"} 4
            took_seconds_sum{verb="GET"} 61.25
            took_seconds_count{verb="GET"} 4
            # EOF
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|PROMETHEUS",
        "*/*|PROMETHEUS",
        "text/plain|PROMETHEUS",
        "application/openmetrics-text|OPENMETRICS",
        "application/OpenMetrics-Text;version=1.0.0;q=0.5,text/plain;q=0.3|OPENMETRICS"
      })
  void isChosenByAccept(String accept, TextFormat format) {
    assertThat(TextFormat.of(accept)).isEqualTo(format);
  }

  @Test
  void saysItsVersion() {
    assertThat(TextFormat.PROMETHEUS.contentType())
        .isEqualTo("text/plain; version=0.0.4; charset=utf-8");
    assertThat(TextFormat.OPENMETRICS.contentType())
        .isEqualTo("application/openmetrics-text; version=1.0.0; charset=utf-8");
  }

  @Test
  void keepsACopyOfWhatItWasGiven() {
    var labels = new TreeMap<>(Map.of("a", "1"));
    var sample = new Sample(labels, 1);
    labels.put("b", "2");

    assertThat(sample.labels()).isEqualTo(Map.of("a", "1"));
  }
}
