package io.metricssidecar.contract.sidecar;

import static io.metricssidecar.testing.Property.forAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metricssidecar.contract.settings.Percent;
import io.metricssidecar.contract.sidecar.Shedding.ShedGuard;
import io.metricssidecar.contract.sidecar.Shedding.ShedMode;
import io.metricssidecar.testing.generators.Gens;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SheddingTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0, , 0",
    "1, 0, , 0",
    "2, 0, , 2",
    "2, 50, , 1",
    "2, 51, , 0",
    "3, 30, , 2",
    "3, 50, , 1",
    "3, 66.66, , 1",
    "3, 66.67, , 0",
    "10, 30, , 7",
    "10, 90, , 1",
    "10, 90.01, , 0",
    "10, 100, , 0",
    "50, 50, , 25",
    "50, 50, 3, 3",
    "50, 50, 0, 0",
    "50, 50, 100, 25",
    "1000000, 0, , 1000000"
  })
  void leavesWhatIsAboveTheFloor(
      int replicas, String minimum, @Nullable Integer maxShed, int slots) {
    assertThat(shedding(Percent.parse(minimum).orElseThrow(), maxShed).slots(replicas))
        .isEqualTo(slots);
  }

  @Test
  void neverTakesAPodThatTheFloorNeeds() {
    forAll(
        Gens.integers(0, 100_000),
        Gens.integers(0, 10_000),
        2000,
        (replicas, hundredths) -> {
          var kept = replicas - shedding(new Percent(hundredths), null).slots(replicas);

          assertThat(kept * 10_000L).isGreaterThanOrEqualTo((long) replicas * hundredths);
        });
  }

  @Test
  void neverTakesFewerBecauseThereAreMore() {
    forAll(
        Gens.integers(2, 10_000),
        Gens.integers(0, 10_000),
        500,
        (replicas, hundredths) -> {
          var shedding = shedding(new Percent(hundredths), null);

          assertThat(shedding.slots(replicas + 1)).isGreaterThanOrEqualTo(shedding.slots(replicas));
        });
  }

  @Test
  void refusesANegativeBound() {
    assertThatThrownBy(() -> shedding(Percent.of(50), -1)).hasMessage("maxShed is negative: -1");
  }

  private static Shedding shedding(Percent minimum, @Nullable Integer maxShed) {
    return new Shedding(
        ShedMode.LOCAL, ShedGuard.OFF, minimum, maxShed, false, Duration.ofMinutes(5));
  }
}
