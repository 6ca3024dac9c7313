package io.metricssidecar.e2e.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EndpointSamplesTest {
  private static final Instant START = Instant.parse("2026-11-01T10:00:00Z");

  private final EndpointSamples samples =
      new EndpointSamples(
          List.of(sample(0, "a", "b"), sample(1, "a", "b"), sample(4, "b"), sample(5, "a", "b")));

  @Test
  void countsTheFewestReadyPods() {
    assertThat(samples.fewest()).isEqualTo(1);
    assertThat(new EndpointSamples(List.of()).fewest()).isEqualTo(0);
  }

  @Test
  void tellsOfWhichTimeNothingIsKnown() {
    assertThat(samples.longestGap()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void splitsAtAMoment() {
    assertThat(samples.until(START.plusSeconds(4)).fewest()).isEqualTo(2);
    assertThat(samples.since(START.plusSeconds(5)).samples()).containsExactly(sample(5, "a", "b"));
  }

  @Test
  void tellsWhoStayed() {
    assertThat(samples.always("b")).isTrue();
    assertThat(samples.always("a")).isFalse();
  }

  @Test
  void tellsWhenAPodLeftAndCameBack() {
    assertThat(samples.firstWithout("a", START)).contains(START.plusSeconds(4));
    assertThat(samples.firstWith("a", START.plusSeconds(4))).contains(START.plusSeconds(5));
    assertThat(samples.firstWithout("b", START)).isEmpty();
    assertThat(samples.firstWith("a", START.plusSeconds(5))).isEmpty();
  }

  private static EndpointSample sample(long second, String... ready) {
    return new EndpointSample(START.plusSeconds(second), Set.of(ready));
  }
}
