package io.metricssidecar.contract.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PercentTest {
  @ParameterizedTest
  @CsvSource({"0, 0", "80, 8000", "80.5, 8050", "80.25, 8025", "007, 700", "100.00, 10000"})
  void readsNumbersWithUpToTwoDecimals(String text, int hundredths) {
    assertThat(Percent.parse(text)).contains(new Percent(hundredths));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " 80", "80%", "-1", "+1", "100.01", "80.255", "80.", ".5", "1e1", "٨٠", "1000"
      })
  void readsNothingElse(String text) {
    assertThat(Percent.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "8000, 80", "8050, 80.5", "8025, 80.25", "10000, 100", "1, 0.01"})
  void isWrittenAsShortAsItCanBe(int hundredths, String text) {
    assertThat(new Percent(hundredths).toString()).isEqualTo(text);
  }

  @Test
  void isARatioOfOne() {
    assertThat(Percent.of(80).ratio()).isEqualTo(0.8);
  }

  @Test
  void isNeverMoreThanTheWhole() {
    assertThatThrownBy(() -> Percent.of(101)).hasMessage("hundredths is not in 0..10000: 10100");
  }
}
