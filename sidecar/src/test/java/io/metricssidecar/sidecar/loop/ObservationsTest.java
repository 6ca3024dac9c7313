package io.metricssidecar.sidecar.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.contract.sidecar.Limits;
import io.metricssidecar.decision.budget.WorkloadStatus;
import io.metricssidecar.decision.overload.Pressure.Utilization;
import io.metricssidecar.decision.samples.Observation;
import io.metricssidecar.decision.samples.PodSample;
import io.metricssidecar.decision.samples.SampleFilter.SampleResult;
import io.metricssidecar.decision.samples.SampleFilter.Supply;
import io.metricssidecar.sidecar.podmetrics.OwnPod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What reads add up to.
class ObservationsTest {
  private static final long GIBI = 1L << 30;
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final Limits INJECTED = new Limits(1000L, GIBI);
  private static final Limits NO_LIMITS = new Limits(null, null);
  private static final WorkloadStatus ALL = new WorkloadStatus(4, 4, 4, 4, false);

  private static OwnPod pod(boolean ready, @Nullable Instant started, Limits limits) {
    return new OwnPod("uid", ready, true, false, started, limits);
  }

  private static Observations after(OwnPod pod, WorkloadStatus workload) {
    return Observations.none(INJECTED).after(pod, Duration.ZERO).after(workload, Duration.ZERO);
  }

  private static Observation sample(Instant timestamp) {
    return new Observation.Sampled(
        new PodSample(0.5, GIBI / 4.0, timestamp, Duration.ofSeconds(15)));
  }

  @Test
  void areSettledOnceThePodIsReadyAndAllDesiredPodsAreAvailable() {
    var pod = pod(true, NOON, INJECTED);

    assertThat(after(pod, ALL).settled()).isTrue();
    assertThat(after(pod, new WorkloadStatus(4, 5, 5, 4, false)).settled()).isTrue();
    assertThat(after(pod, new WorkloadStatus(4, 3, 3, 4, false)).settled()).isFalse();
    assertThat(after(pod(false, NOON, INJECTED), ALL).settled()).isFalse();
    assertThat(after(pod(true, null, INJECTED), ALL).settled()).isFalse();
    assertThat(Observations.none(INJECTED).after(ALL, Duration.ZERO).settled()).isFalse();
    assertThat(Observations.none(INJECTED).after(pod, Duration.ZERO).settled()).isFalse();
  }

  @Test
  void useIsJudgedByTheLimitsThatTheWebhookWroteWhereThePodHasNone() {
    var observations =
        after(pod(true, NOON.minusSeconds(600), NO_LIMITS), ALL).after(sample(NOON), Supply.STEADY);

    assertThat(observations.limits()).isEqualTo(INJECTED);
    assertThat(observations.polls().utilization()).isEqualTo(new Utilization(0.5, 0.25));
  }

  @Test
  void useOfAResourceWithoutALimitIsNotKnown() {
    var observations = Observations.none(NO_LIMITS).after(sample(NOON), Supply.STEADY);

    assertThat(observations.polls().utilization()).isEqualTo(new Utilization(null, null));
  }

  @Test
  void aPollWithoutASampleKeepsTheLastOneAndSaysWhy() {
    var sampled = Observations.none(INJECTED).after(sample(NOON), Supply.STEADY);

    var polls =
        List.of(
            sampled.after(new Observation.Missing("no sample yet"), Supply.STEADY).polls(),
            sampled.after(new Observation.Failed("timed out"), Supply.STEADY).polls());

    assertThat(polls)
        .extracting(Observations.Polls::problem)
        .containsExactly("no sample yet", "timed out");
    assertThat(polls)
        .allSatisfy(
            poll -> {
              assertThat(poll.sample()).isEqualTo(sampled.polls().sample());
              assertThat(poll.utilization()).isEqualTo(new Utilization(0.5, 0.25));
            });
  }

  @Test
  void aSampleThatDoesNotCountIsAProblemUnlessItIsARepeat() {
    var sampled = Observations.none(INJECTED).after(sample(NOON), Supply.STEADY);
    var repeat = sampled.after(sample(NOON), Supply.STEADY).polls();
    var older = sampled.after(sample(NOON.minusSeconds(30)), Supply.STEADY).polls();
    var early =
        after(pod(true, NOON, INJECTED), ALL).after(sample(NOON.plusSeconds(5)), Supply.STEADY);

    assertThat(List.of(repeat.result(), older.result(), early.polls().result()))
        .isEqualTo(List.of(SampleResult.REPEAT, SampleResult.REGRESSED, SampleResult.MISSING));
    assertThat(List.of(repeat.problem(), older.problem(), early.polls().problem()))
        .isEqualTo(
            List.of(
                "",
                "the metrics API sent a sample older than one before it",
                "the sample reaches back before the start of the measured container"));
  }

  @Test
  void knowWhenEachWasRead() {
    var observations =
        Observations.none(INJECTED)
            .after(pod(true, NOON, INJECTED), Duration.ofSeconds(3))
            .after(ALL, Duration.ofSeconds(5))
            .after(sample(NOON), Supply.STEADY);

    assertThat(Optional.ofNullable(observations.podRead())).contains(Duration.ofSeconds(3));
    assertThat(Optional.ofNullable(observations.workloadRead())).contains(Duration.ofSeconds(5));
    assertThat(observations.mainStarted()).contains(NOON);
    assertThat(Observations.none(INJECTED).mainStarted()).isEmpty();
  }
}
