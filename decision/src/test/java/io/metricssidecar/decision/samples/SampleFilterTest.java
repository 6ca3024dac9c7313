package io.metricssidecar.decision.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.decision.samples.SampleFilter.Judged;
import io.metricssidecar.decision.samples.SampleFilter.SampleResult;
import io.metricssidecar.decision.samples.SampleFilter.Supply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
    assertThat(SampleFilter.EMPTY.judge(sampled(0), Supply.STEADY))
        .isEqualTo(
            new Judged(
                new SampleFilter(NOON, null, null, false),
                SampleResult.FRESH,
                Optional.of(sample(0))));
  }

  @Test
  void aNewerSampleCounts() {
    assertThat(new SampleFilter(NOON, null, null, false).judge(sampled(15), Supply.STEADY))
        .isEqualTo(
            new Judged(
                new SampleFilter(NOON.plusSeconds(15), null, null, false),
                SampleResult.FRESH,
                Optional.of(sample(15))));
  }

  @Test
  void theSameSampleDoesNotCountTwice() {
    var filter = new SampleFilter(NOON, null, null, false);

    assertThat(filter.judge(sampled(0), Supply.STEADY))
        .isEqualTo(new Judged(filter, SampleResult.REPEAT, Optional.empty()));
  }

  @Test
  void anOlderSampleOfAnotherReplicaDoesNotCount() {
    var filter = new SampleFilter(NOON, null, null, false);

    assertThat(filter.judge(sampled(-1), Supply.STEADY))
        .isEqualTo(
            new Judged(
                new SampleFilter(NOON, null, NOON.minusSeconds(1), false),
                SampleResult.REGRESSED,
                Optional.empty()));
  }

  @Test
  void aSampleOfTwoLivesOfTheContainerDoesNotCount() {
    var filter = SampleFilter.EMPTY.startedAt(NOON.minusSeconds(14));

    assertThat(filter.judge(sampled(0), Supply.STEADY))
        .isEqualTo(
            new Judged(
                new SampleFilter(null, NOON.minusSeconds(14), NOON, false),
                SampleResult.MISSING,
                Optional.empty()));
  }

  /// A node whose clock was an hour ahead: an hour without samples, and so without sheds.
  @Test
  void afterTheClockWasSetBackSamplesCountOnceNoneHasForLong() {
    var filter = new SampleFilter(NOON, null, null, false);

    var first = filter.judge(sampled(-3_600), Supply.STARVED);
    var second = first.filter().judge(sampled(-3_585), Supply.STARVED);

    assertThat(first.result()).isEqualTo(SampleResult.REGRESSED);
    assertThat(second)
        .isEqualTo(
            new Judged(
                new SampleFilter(NOON.minusSeconds(3_585), null, null, false),
                SampleResult.FRESH,
                Optional.of(sample(-3_585))));
    assertThat(second.filter().judge(sampled(-3_570), Supply.STEADY).result())
        .isEqualTo(SampleResult.FRESH);
  }

  /// A replica of metrics-server that stands still.
  @Test
  void oneOldSampleNeverCountsHoweverLongItIsServed() {
    var filter = new SampleFilter(NOON, null, null, false);

    var first = filter.judge(sampled(-600), Supply.STARVED);
    var again = first.filter().judge(sampled(-600), Supply.STARVED);

    assertThat(List.of(first.result(), again.result()))
        .isEqualTo(List.of(SampleResult.REGRESSED, SampleResult.REGRESSED));
  }

  @Test
  void theSameSampleIsNoneHoweverLongItIsServed() {
    var filter = new SampleFilter(NOON, null, null, false);

    assertThat(filter.judge(sampled(0), Supply.STARVED).result()).isEqualTo(SampleResult.REPEAT);
  }

  @Test
  void afterTheClockWasSetBackTheStartOfTheContainerSaysNothing() {
    var filter = SampleFilter.EMPTY.startedAt(NOON.plusSeconds(3_600));

    var first = filter.judge(sampled(0), Supply.STARVED);
    var same = first.filter().judge(sampled(0), Supply.STARVED);
    var second = same.filter().judge(sampled(15), Supply.STARVED);
    var third =
        second.filter().startedAt(NOON.plusSeconds(3_600)).judge(sampled(30), Supply.STEADY);

    assertThat(List.of(first.result(), same.result(), second.result(), third.result()))
        .isEqualTo(
            List.of(
                SampleResult.MISSING,
                SampleResult.MISSING,
                SampleResult.FRESH,
                SampleResult.FRESH));
  }

  @Test
  void aStartAfterTheClockWasSetBackCountsAgain() {
    var filter = new SampleFilter(NOON, NOON.plusSeconds(3_600), null, true);

    assertThat(filter.startedAt(NOON.plusSeconds(20)).judge(sampled(30), Supply.STEADY).result())
        .isEqualTo(SampleResult.MISSING);
  }

  @Test
  void aSampleWhoseWindowBeginsWithTheContainerCounts() {
    assertThat(
            SampleFilter.EMPTY
                .startedAt(NOON.minusSeconds(15))
                .judge(sampled(0), Supply.STEADY)
                .result())
        .isEqualTo(SampleResult.FRESH);
  }

  @Test
  void whatIsNoSampleIsCountedForWhatItIs() {
    var filter = new SampleFilter(NOON, NOON, null, false);

    assertThat(filter.judge(new Observation.Missing("none"), Supply.STEADY))
        .isEqualTo(new Judged(filter, SampleResult.MISSING, Optional.empty()));
    assertThat(filter.judge(new Observation.Failed("403"), Supply.STARVED))
        .isEqualTo(new Judged(filter, SampleResult.ERROR, Optional.empty()));
  }
}
