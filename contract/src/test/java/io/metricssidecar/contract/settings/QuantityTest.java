package io.metricssidecar.contract.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {
  /// The same roundings as `kubectl top`.
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "476038624n, 477",
    "1n, 1",
    "15u, 1",
    "250m, 250",
    "00250m, 250",
    "999999999999999999m, 999999999999999999",
    "9999999999999999999m, 9223372036854775807",
    "2, 2000",
    "1.5, 1500",
    ".5, 500",
    "5., 5000",
    "1e3, 1000000",
    "1E-3, 1",
    "1k, 1000000"
  })
  void isWholeThousandthsOfACoreRoundedUp(String text, long millis) {
    assertThat(read(text).millis()).isEqualTo(millis);
  }

  @ParameterizedTest
  @CsvSource({
    "2008740Ki, 2056949760",
    "128974848, 128974848",
    "129e6, 129000000",
    "129M, 129000000",
    "123Mi, 128974848",
    "128974848000m, 128974848",
    "1.5Gi, 1610612736",
    "1Ti, 1099511627776",
    "1Pi, 1125899906842624",
    "1Ei, 1152921504606846976",
    "1E, 1000000000000000000",
    "1n, 1"
  })
  void isWholeBytesRoundedUp(String text, long bytes) {
    assertThat(read(text).units()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "m", "1 Gi", "1gi", "1KI", "1ki", "1K", "1mi", "1B", "0x10", "1e", "1ee", "1em", "1EM",
        "1e+", "--1", "1.2.3", "NaN", "١"
      })
  void isNothingElse(String text) {
    assertThat(Quantity.parse(text)).isEmpty();
  }

  @Test
  void isNothingLongerThanAnybodyWrites() {
    assertThat(Quantity.parse("1".repeat(65))).isEmpty();
  }

  @Test
  void isCappedWhere64BitsEnd() {
    assertThat(read("1e999").millis()).isEqualTo(Long.MAX_VALUE);
    assertThat(read("-1e999").units()).isEqualTo(Long.MIN_VALUE);
  }

  @Test
  void knowsWhetherItIsLessThanZero() {
    assertThat(read("-1m").negative()).isTrue();
    assertThat(read("-0").negative()).isFalse();
  }

  private static Quantity read(String text) {
    return Quantity.parse(text).orElseThrow();
  }
}
