package io.metricssidecar.decision.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.decision.samples.SampleFilter.Judged;
import io.metricssidecar.decision.samples.SampleFilter.SampleResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SampleFilterTest {
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

  private static PodSample sample(long seconds) {
    return new PodSample(0.5, 1000, NOON.plusSeconds(seconds), Duration.ofSeconds(15));
  }

  private static Observation sampled(long seconds) {
    return new Observation.Sampled(sample(seconds));
  }

  @Test
  void theFirstSampleCounts() {
    assertThat(SampleFilter.EMPTY.judge(sampled(0)))
        .isEqualTo(
            new Judged(new SampleFilter(NOON, null), SampleResult.FRESH, Optional.of(sample(0))));
  }

  @Test
  void aNewerSampleCounts() {
    assertThat(new SampleFilter(NOON, null).judge(sampled(15)))
        .isEqualTo(
            new Judged(
                new SampleFilter(NOON.plusSeconds(15), null),
                SampleResult.FRESH,
                Optional.of(sample(15))));
  }

  @Test
  void theSameSampleDoesNotCountTwice() {
    var filter = new SampleFilter(NOON, null);

    assertThat(filter.judge(sampled(0)))
        .isEqualTo(new Judged(filter, SampleResult.REPEAT, Optional.empty()));
  }

  @Test
  void anOlderSampleOfAnotherReplicaDoesNotCount() {
    var filter = new SampleFilter(NOON, null);

    assertThat(filter.judge(sampled(-1)))
        .isEqualTo(new Judged(filter, SampleResult.REGRESSED, Optional.empty()));
  }

  @Test
  void aSampleOfTwoLivesOfTheContainerDoesNotCount() {
    var filter = SampleFilter.EMPTY.startedAt(NOON.minusSeconds(14));

    assertThat(filter.judge(sampled(0)))
        .isEqualTo(new Judged(filter, SampleResult.MISSING, Optional.empty()));
  }

  @Test
  void aSampleWhoseWindowBeginsWithTheContainerCounts() {
    assertThat(SampleFilter.EMPTY.startedAt(NOON.minusSeconds(15)).judge(sampled(0)).result())
        .isEqualTo(SampleResult.FRESH);
  }

  @Test
  void whatIsNoSampleIsCountedForWhatItIs() {
    var filter = new SampleFilter(NOON, NOON);

    assertThat(filter.judge(new Observation.Missing("none")))
        .isEqualTo(new Judged(filter, SampleResult.MISSING, Optional.empty()));
    assertThat(filter.judge(new Observation.Failed("403")))
        .isEqualTo(new Judged(filter, SampleResult.ERROR, Optional.empty()));
  }
}
