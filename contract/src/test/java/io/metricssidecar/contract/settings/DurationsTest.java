package io.metricssidecar.contract.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "0s, 0",
    "15s, 15000",
    "1m30s, 90000",
    "1.5h, 5400000",
    "500ms, 500",
    "15.114s, 15114",
    "1h0m0.5s, 3600500",
    "0.0001s, 0"
  })
  void readsWhatGoWrites(String text, long millis) {
    assertThat(Durations.parse(text)).contains(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "15", "s", "-15s", "15 s", "15S", "1d", "15sx", "x15s", "1.s", ".5s"})
  void readsNothingElse(String text) {
    assertThat(Durations.parse(text)).isEmpty();
  }

  @Test
  void doesNotWrapAroundHoweverLongTheText() {
    assertThat(Durations.parse("999999999h".repeat(3000))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0, 0s", "1500, 1500ms", "90000, 90s", "300000, 5m", "5400000, 90m", "86400000, 24h"})
  void isShortestInTheLargestWholeUnit(long millis, String text) {
    assertThat(Durations.shortest(Duration.ofMillis(millis))).isEqualTo(text);
    assertThat(Durations.parse(text)).contains(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @CsvSource({"0, 0s", "15000, 15s", "300000, 300s", "1500, 1500ms"})
  void isWrittenInSecondsWhereItCanBe(long millis, String text) {
    assertThat(Durations.format(Duration.ofMillis(millis))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"1, 2, 1, 2", "2, 1, 1, 2", "3, 3, 3, 3"})
  void hasTheShorterAndTheLongerOfTwo(int one, int other, int min, int max) {
    var first = Duration.ofSeconds(one);
    var second = Duration.ofSeconds(other);

    assertThat(Durations.min(first, second)).isEqualTo(Duration.ofSeconds(min));
    assertThat(Durations.max(first, second)).isEqualTo(Duration.ofSeconds(max));
  }
}
