package io.metricssidecar.contract.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metricssidecar.contract.settings.Percent;
import java.time.Duration;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
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

  @Property(tries = 2000)
  void neverTakesAPodThatTheFloorNeeds(
      @ForAll @IntRange(max = 100_000) int replicas,
      @ForAll @IntRange(max = 10_000) int hundredths) {
    var kept = replicas - shedding(new Percent(hundredths), null).slots(replicas);

    assertThat(kept * 10_000L).isGreaterThanOrEqualTo((long) replicas * hundredths);
  }

  @Property(tries = 500)
  void neverTakesFewerBecauseThereAreMore(
      @ForAll @IntRange(min = 2, max = 10_000) int replicas,
      @ForAll @IntRange(max = 10_000) int hundredths) {
    var shedding = shedding(new Percent(hundredths), null);

    assertThat(shedding.slots(replicas + 1)).isGreaterThanOrEqualTo(shedding.slots(replicas));
  }

  @Example
  void refusesANegativeBound() {
    assertThatThrownBy(() -> shedding(Percent.of(50), -1)).hasMessage("maxShed is negative: -1");
  }

  private static Shedding shedding(Percent minimum, @Nullable Integer maxShed) {
    return new Shedding(
        ShedMode.LOCAL, ShedGuard.OFF, minimum, maxShed, false, Duration.ofMinutes(5));
  }
}
