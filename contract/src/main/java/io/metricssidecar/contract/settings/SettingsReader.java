package io.metricssidecar.contract.settings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads one setting after the other, collecting every problem instead of stopping at the first.
public final class SettingsReader {
  private static final Pattern INTEGER = Pattern.compile("\\d{1,9}");

  private final SettingsSource source;
  private final List<Problem> problems = new ArrayList<>();

  public SettingsReader(SettingsSource source) {
    this.source = source;
  }

  /// What was wrong so far.
  public List<Problem> problems() {
    return problems;
  }

  /// A share from `least` to 100 %.
  public Percent percent(Setting setting, int least) {
    return read(
        setting,
        text -> Percent.parse(text).filter(percent -> percent.compareTo(Percent.of(least)) >= 0),
        () -> "a number from %d to 100 with at most two decimals".formatted(least));
  }

  /// A whole number in a range.
  public int integer(Setting setting, int least, int most) {
    return read(
        setting,
        text -> parseInt(text).filter(number -> number >= least && number <= most),
        () -> "a whole number from %d to %d".formatted(least, most));
  }

  /// A whole number in a range; null where it is not set or bad.
  public @Nullable Integer optionalInteger(Setting setting, int least, int most) {
    var text = source.text(setting);
    if (text == null) {
      return null;
    }
    var number = parseInt(text).filter(n -> n >= least && n <= most);
    if (number.isEmpty()) {
      report(setting, text, "a whole number from %d to %d".formatted(least, most));
    }
    return number.orElse(null);
  }

  /// `true` or `false`.
  public boolean flag(Setting setting) {
    return read(
        setting,
        text ->
            switch (text) {
              case "true" -> Optional.of(true);
              case "false" -> Optional.of(false);
              default -> Optional.empty();
            },
        () -> "true or false");
  }

  /// A duration in a range.
  public Duration duration(Setting setting, Duration least, Duration most) {
    return read(
        setting,
        text ->
            Durations.parse(text).filter(d -> d.compareTo(least) >= 0 && d.compareTo(most) <= 0),
        () ->
            "a duration from %s to %s, such as %s"
                .formatted(Durations.format(least), Durations.format(most), setting.defaultText()));
  }

  /// One of an enum's constants in lower case.
  public <E extends Enum<E>> E choice(Setting setting, Class<E> type) {
    var constants = type.getEnumConstants();
    return read(
        setting,
        text -> Stream.of(constants).filter(c -> text(c).equals(text)).findFirst(),
        () ->
            "one of "
                + Stream.of(constants).map(SettingsReader::text).collect(Collectors.joining(", ")));
  }

  /// A threshold and its recovery value, which must be lower.
  public Thresholds mark(Setting threshold, Setting recovery) {
    var mark = Thresholds.at(percent(threshold, 1));
    var text = source.text(recovery);
    if (text == null) {
      return mark;
    }
    var value = Percent.parse(text).filter(percent -> percent.compareTo(mark.threshold()) < 0);
    if (value.isEmpty()) {
      report(
          recovery,
          text,
          "a number from 0 to 100, lower than %s (%s)"
              .formatted(source.field(threshold), mark.threshold()));
    }
    return value.map(percent -> new Thresholds(mark.threshold(), percent)).orElse(mark);
  }

  /// How a constant is written by users.
  public static String text(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private <T> T read(
      Setting setting, Function<String, Optional<T>> parser, Supplier<String> expected) {
    var text = source.text(setting);
    if (text != null) {
      var value = parser.apply(text);
      if (value.isPresent()) {
        return value.get();
      }
      report(setting, text, expected.get());
    }
    return parser.apply(setting.defaultText()).orElseThrow();
  }

  private void report(Setting setting, String text, String expected) {
    problems.add(new Problem(source.field(setting), text, expected));
  }

  private static Optional<Integer> parseInt(String text) {
    return INTEGER.matcher(text).matches() ? Optional.of(Integer.valueOf(text)) : Optional.empty();
  }
}
