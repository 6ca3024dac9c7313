package io.metricssidecar.contract.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.contract.exposition.Metric.Distribution;
import io.metricssidecar.contract.exposition.Metric.Sample;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class LiveMetricsTest {
  private static final Map<String, String> COMMON =
      Map.of("workload", "cart", "target_container", "app");

  @Test
  void aCounterHasASeriesPerLabels() {
    var bad = new LiveCounter(ServerMetrics.BAD_REQUESTS, Map.of());
    assertThat(bad.metric()).isEqualTo(ServerMetrics.BAD_REQUESTS.counter(List.of()));

    bad.increment(Map.of("code", "400"));
    bad.increment(Map.of("code", "400"));

    assertThat(bad.metric())
        .isEqualTo(
            ServerMetrics.BAD_REQUESTS.counter(List.of(new Sample(Map.of("code", "400"), 2))));
  }

  @Test
  void everySeriesHasTheCommonLabels() {
    var samples = new LiveCounter(SidecarMetrics.SAMPLES, COMMON);

    samples.increment(Map.of("result", "fresh"));

    assertThat(samples.metric())
        .isEqualTo(
            SidecarMetrics.SAMPLES.counter(
                List.of(
                    new Sample(
                        Map.of("workload", "cart", "target_container", "app", "result", "fresh"),
                        1))));
  }

  @Test
  void aFamilyWithoutLabelsOfItsOwnStartsAtZero() {
    assertThat(new LiveCounter(SidecarMetrics.SHED_INEFFECTIVE, COMMON).metric())
        .isEqualTo(SidecarMetrics.SHED_INEFFECTIVE.counter(List.of(new Sample(COMMON, 0))));
    assertThat(new LiveHistogram(ServerMetrics.ADMISSION_DURATION, Map.of(), 1).metric())
        .isEqualTo(admissions(Map.of(1.0, 0L), 0, 0));
  }

  @Test
  void aHistogramCountsWhatIsAtMostEachBound() {
    var took = new LiveHistogram(ServerMetrics.ADMISSION_DURATION, Map.of(), 0.5, 1, 2);
    for (var millis : new long[] {500, 501, 1000, 2001, 90_000}) {
      took.observe(Map.of(), Duration.ofMillis(millis));
    }

    assertThat(took.metric()).isEqualTo(admissions(Map.of(0.5, 1L, 1.0, 3L, 2.0, 3L), 5, 94.002));
  }

  @Test
  void nothingThatManyThreadsCountIsLost() {
    var bad = new LiveCounter(ServerMetrics.BAD_REQUESTS, Map.of());
    var took = new LiveHistogram(ServerMetrics.ADMISSION_DURATION, Map.of(), 1);

    try (var threads = Executors.newFixedThreadPool(4)) {
      for (var task = 0; task < 4; task++) {
        threads.execute(
            () -> {
              for (var n = 0; n < 1000; n++) {
                bad.increment(Map.of("code", "400"));
                took.observe(Map.of(), Duration.ofSeconds(1));
              }
            });
      }
    }

    assertThat(bad.metric())
        .isEqualTo(
            ServerMetrics.BAD_REQUESTS.counter(List.of(new Sample(Map.of("code", "400"), 4000))));
    assertThat(took.metric()).isEqualTo(admissions(Map.of(1.0, 4000L), 4000, 4000));
  }

  private static Metric admissions(Map<Double, Long> buckets, long count, double sum) {
    return ServerMetrics.ADMISSION_DURATION.histogram(
        List.of(new Distribution(Map.of(), new TreeMap<>(buckets), count, sum)));
  }
}
