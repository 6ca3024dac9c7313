package io.metricssidecar.contract.process;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.settings.Durations;
import io.metricssidecar.contract.settings.Problem;
import io.metricssidecar.contract.settings.Quantity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A reader of settings that collects every problem instead of stopping at the first. A setting
/// that is missing or blank has its default.
public final class ProcessSettingsReader {
  private final Map<String, String> values;
  private final List<Problem> problems = new ArrayList<>();

  /// @param values by the names of the environment variables
  public ProcessSettingsReader(Map<String, String> values) {
    this.values = requireNonNull(values, "values is null");
  }

  /// Ends the reading.
  ///
  /// @throws InvalidConfiguration if there was any problem, with all of them
  public void throwIfInvalid() throws InvalidConfiguration {
    if (!problems.isEmpty()) {
      throw new InvalidConfiguration(problems);
    }
  }

  /// Adds a problem of several settings together.
  public void report(Problem problem) {
    problems.add(problem);
  }

  /// A duration; zero if the text is none.
  public Duration duration(ProcessSetting setting) {
    return read(setting, Durations::parse, "a duration such as 10s", Duration.ZERO);
  }

  /// A quantity greater than zero, as written.
  public String quantity(ProcessSetting setting) {
    return read(
        setting,
        text -> Quantity.parse(text).filter(value -> value.value().signum() > 0).map(value -> text),
        "a quantity greater than zero",
        setting.defaultText());
  }

  /// A port; 0 takes a free one.
  public int port(ProcessSetting setting) {
    return read(
        setting,
        text ->
            text.matches("\\d{1,5}")
                ? Optional.of(Integer.valueOf(text)).filter(port -> port <= 65_535)
                : Optional.empty(),
        "a port number",
        0);
  }

  /// One of an enum's constants in lower case, with dashes.
  public <E extends Enum<E>> E choice(ProcessSetting setting, Class<E> type) {
    var constants = type.getEnumConstants();
    return read(
        setting,
        text -> Stream.of(constants).filter(constant -> written(constant).equals(text)).findFirst(),
        Stream.of(constants)
            .map(ProcessSettingsReader::written)
            .collect(Collectors.joining(", ", "one of ", "")),
        constants[0]);
  }

  /// The meaning of `true` or of `false`.
  public <T> T either(ProcessSetting setting, T whenTrue, T whenFalse) {
    return read(
        setting,
        text ->
            switch (text) {
              case "true" -> Optional.of(whenTrue);
              case "false" -> Optional.of(whenFalse);
              default -> Optional.empty();
            },
        "true or false",
        whenFalse);
  }

  /// Elements separated by commas.
  public <T> List<T> list(
      ProcessSetting setting, Function<String, Optional<T>> parser, String expected) {
    var elements = new ArrayList<T>();
    for (var part : text(setting).split(",", -1)) {
      var text = part.strip();
      if (!text.isEmpty()) {
        var element = parser.apply(text);
        element.ifPresentOrElse(
            elements::add, () -> problems.add(new Problem(setting.env(), text, expected)));
      }
    }
    return elements;
  }

  /// A value of any other type.
  ///
  /// @param expected the rest of the sentence "expected …" of a problem
  /// @param fallback the result if the text is invalid
  public <T> T read(
      ProcessSetting setting, Function<String, Optional<T>> parser, String expected, T fallback) {
    var text = text(setting);
    var value = parser.apply(text);
    if (value.isEmpty()) {
      problems.add(new Problem(setting.env(), text, expected));
    }
    return value.orElse(fallback);
  }

  /// A text that must not be empty.
  public String required(ProcessSetting setting, String expected) {
    var text = text(setting);
    if (text.isEmpty()) {
      problems.add(new Problem(setting.env(), null, expected));
    }
    return text;
  }

  /// The text without surrounding white space, or the default.
  public String text(ProcessSetting setting) {
    var text = values.getOrDefault(setting.env(), "").strip();
    return text.isEmpty() ? setting.defaultText() : text;
  }

  private static String written(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
