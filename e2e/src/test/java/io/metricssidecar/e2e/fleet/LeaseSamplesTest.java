package io.metricssidecar.e2e.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LeaseSamplesTest {
  private static final Instant START = Instant.parse("2026-11-01T10:00:00Z");

  private final LeaseSamples samples =
      new LeaseSamples(
          List.of(
              sample(0),
              sample(1, "a"),
              sample(2, "a", "b"),
              sample(3, "b", "c"),
              sample(4, "c"),
              sample(5, "a", "c")));

  @Test
  void countsHowOftenASlotWasTaken() {
    assertThat(samples.sheds()).isEqualTo(4);
    assertThat(samples.maxHolders()).isEqualTo(2);
  }

  @Test
  void sharesCountFromTheFirstShed() {
    assertThat(samples.firstShed()).contains(START.plusSeconds(1));
    assertThat(samples.share(2)).isEqualTo(0.6);
    assertThat(new LeaseSamples(List.of(sample(0))).share(0)).isZero();
  }

  @Test
  void tellsWhoHoldsSlotsNow() {
    assertThat(samples.now()).containsExactlyInAnyOrder("a", "c");
  }

  @Test
  void readsHoldersAndSlotsOfALease() {
    var lease =
        new LeaseBuilder()
            .withNewMetadata()
            .addToAnnotations("holder.metrics-sidecar/a", "1 web-a")
            .addToAnnotations("metrics-sidecar/format", "1")
            .addToAnnotations("metrics-sidecar/slots", "2")
            .endMetadata()
            .build();

    assertThat(LeaseSample.of(START, lease)).isEqualTo(new LeaseSample(START, Set.of("a"), "2"));
  }

  private static LeaseSample sample(long second, String... holders) {
    return new LeaseSample(START.plusSeconds(second), Set.of(holders), "2");
  }
}
