package io.metricssidecar.contract.settings;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Durations in the notation of Go (`time.ParseDuration`), which Kubernetes uses too: `15s`,
/// `1m30s`, `1.5h`, `500ms`; without signs and without units below a millisecond.
public final class Durations {
  private static final Map<String, Long> MILLIS =
      Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L);
  private static final Pattern PART = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(ms|s|m|h)");

  /// Characters of a duration; the sum of a longer text could exceed the range of a long.
  private static final int MAX_LENGTH = 64;

  /// Reads a duration; empty where the text is none.
  public static Optional<Duration> parse(String text) {
    if (text.equals("0")) {
      return Optional.of(Duration.ZERO);
    }
    if (text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    var matcher = PART.matcher(text);
    var millis = BigDecimal.ZERO;
    var end = 0;
    while (matcher.find() && matcher.start() == end) {
      var unit = BigDecimal.valueOf(MILLIS.getOrDefault(matcher.group(2), 1L));
      millis = millis.add(new BigDecimal(matcher.group(1)).multiply(unit));
      end = matcher.end();
    }
    return end == 0 || end != text.length()
        ? Optional.empty()
        : Optional.of(Duration.ofMillis(millis.longValue()));
  }

  /// The text that [#parse] reads back: whole seconds as `90s`, the rest in milliseconds.
  public static String format(Duration duration) {
    // No toSeconds() or toMillisPart(): TeaVM's class library, for browsers, lacks them.
    var millis = duration.toMillis();
    return millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms";
  }

  /// The shortest text in one unit that [#parse] reads back: `24h`, `5m`, `90s`, `1500ms`.
  public static String shortest(Duration duration) {
    if (duration.isZero() || duration.toMillis() % 60_000 != 0) {
      return format(duration);
    }
    return duration.toMinutes() % 60 == 0 ? duration.toHours() + "h" : duration.toMinutes() + "m";
  }

  /// The shorter of two durations.
  public static Duration min(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }

  /// The longer of two durations.
  public static Duration max(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  private Durations() {}
}
