package io.metricssidecar.contract.settings;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// A Kubernetes resource quantity (apimachinery `resource.Quantity`): `476038624n`, `250m`,
/// `2008740Ki`, `1e3`.
///
/// @param value in base units: cores, bytes
public record Quantity(BigDecimal value) {
  private static final Pattern SHAPE =
      Pattern.compile(
          "([+-]?(?:\\d+(?:\\.\\d*)?|\\.\\d+))((?:[eE][+-]?\\d{1,3})|[numkMGTPE]|[KMGTPE]i|)");
  private static final BigDecimal KILO = BigDecimal.valueOf(1_000);
  private static final BigDecimal KIBI = BigDecimal.valueOf(1_024);
  private static final BigDecimal MAX = BigDecimal.valueOf(Long.MAX_VALUE);
  private static final BigDecimal MIN = BigDecimal.valueOf(Long.MIN_VALUE);
  private static final Map<String, BigDecimal> UNITS =
      Map.ofEntries(
          Map.entry("n", BigDecimal.valueOf(1, 9)),
          Map.entry("u", BigDecimal.valueOf(1, 6)),
          Map.entry("m", BigDecimal.valueOf(1, 3)),
          Map.entry("", BigDecimal.ONE),
          Map.entry("k", KILO),
          Map.entry("M", KILO.pow(2)),
          Map.entry("G", KILO.pow(3)),
          Map.entry("T", KILO.pow(4)),
          Map.entry("P", KILO.pow(5)),
          Map.entry("E", KILO.pow(6)),
          Map.entry("Ki", KIBI),
          Map.entry("Mi", KIBI.pow(2)),
          Map.entry("Gi", KIBI.pow(3)),
          Map.entry("Ti", KIBI.pow(4)),
          Map.entry("Pi", KIBI.pow(5)),
          Map.entry("Ei", KIBI.pow(6)));

  /// Characters of a quantity; the check bounds the time that a hostile text costs.
  private static final int MAX_LENGTH = 64;

  /// Digits that always fit into a long.
  private static final int MAX_DIGITS = 18;

  /// Reads a quantity; empty where the text is none.
  public static Optional<Quantity> parse(String text) {
    var digits = digits(text);
    if (digits > 0 && digits <= MAX_DIGITS) {
      // The usual shape, such as 500m, without the time of a regular expression.
      var unit = UNITS.get(text.substring(digits));
      if (unit != null) {
        var number = BigDecimal.valueOf(Long.parseLong(text.substring(0, digits)));
        return Optional.of(new Quantity(number.multiply(unit)));
      }
    }
    var matcher = SHAPE.matcher(text);
    if (text.length() > MAX_LENGTH || !matcher.matches()) {
      return Optional.empty();
    }
    var number = matcher.group(1);
    var suffix = matcher.group(2);
    var unit = UNITS.get(suffix);
    return Optional.of(
        new Quantity(
            unit == null
                ? new BigDecimal(number + suffix)
                : new BigDecimal(number).multiply(unit)));
  }

  /// The number of digits that a text begins with.
  private static int digits(String text) {
    var index = 0;
    while (index < text.length() && text.charAt(index) >= '0' && text.charAt(index) <= '9') {
      index++;
    }
    return index;
  }

  /// In thousandths, rounded up as by Kubernetes' `MilliValue`: `476038624n` is 477.
  public long millis() {
    return roundedUp(value.multiply(KILO));
  }

  /// In whole units, rounded up as by Kubernetes' `Value`.
  public long units() {
    return roundedUp(value);
  }

  /// Rounded up and, as in Kubernetes, capped at the range of 64 bits.
  private static long roundedUp(BigDecimal number) {
    return number.setScale(0, RoundingMode.CEILING).min(MAX).max(MIN).longValue();
  }

  /// As a floating point number, for ratios.
  public double doubleValue() {
    return value.doubleValue();
  }

  /// True if it is less than zero, which no usage, request or limit is.
  public boolean negative() {
    return value.signum() < 0;
  }
}
