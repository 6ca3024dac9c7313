package io.metricssidecar.contract.settings;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/// A percentage from 0 to 100, exact to two decimals, so that a floor computed from it never
/// depends on rounding.
///
/// @param hundredths of one percent, 0 to 10,000: `8050` is 80.5 %
public record Percent(int hundredths) implements Comparable<Percent> {
  private static final int MAX = 10_000;
  private static final Pattern SHAPE = Pattern.compile("\\d{1,3}(\\.\\d{1,2})?");

  public Percent {
    if (hundredths < 0 || hundredths > MAX) {
      throw new IllegalArgumentException("hundredths is not in 0..10000: " + hundredths);
    }
  }

  /// A number of whole percent, 0 to 100.
  public static Percent of(int percent) {
    return new Percent(Math.multiplyExact(percent, 100));
  }

  /// Reads `80` or `80.25`; empty where the text is no number from 0 to 100 with at most two
  /// decimals.
  public static Optional<Percent> parse(String text) {
    if (!SHAPE.matcher(text).matches()) {
      return Optional.empty();
    }
    var hundredths = new BigDecimal(text).movePointRight(2).intValueExact();
    return hundredths > MAX ? Optional.empty() : Optional.of(new Percent(hundredths));
  }

  /// The product with a factor from 0 to 1, rounded down to a hundredth of a percent.
  public Percent times(double factor) {
    return new Percent((int) (hundredths * factor));
  }

  /// As a ratio: 0.8 for 80 %.
  public double ratio() {
    return hundredths / (double) MAX;
  }

  @Override
  public int compareTo(Percent other) {
    return Integer.compare(hundredths, other.hundredths);
  }

  /// The shortest text that [#parse] reads back: `80`, `80.5`.
  @Override
  public String toString() {
    return BigDecimal.valueOf(hundredths, 2).stripTrailingZeros().toPlainString();
  }
}
