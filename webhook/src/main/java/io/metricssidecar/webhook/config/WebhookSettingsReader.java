package io.metricssidecar.webhook.config;

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

/// Reads one setting of a kind and collects every problem instead of stopping at the first.
final class WebhookSettingsReader {
  private final Map<String, String> values;
  private final List<Problem> problems = new ArrayList<>();

  WebhookSettingsReader(Map<String, String> values) {
    this.values = values;
  }

  /// What was wrong so far.
  List<Problem> problems() {
    return problems;
  }

  /// Something that the settings say together is wrong.
  void report(Problem problem) {
    problems.add(problem);
  }

  /// A duration; zero where it is none.
  Duration duration(WebhookSetting setting) {
    return read(setting, Durations::parse, "a duration such as 10s", Duration.ZERO);
  }

  /// A quantity greater than zero, as written.
  String quantity(WebhookSetting setting) {
    return read(
        setting,
        text -> Quantity.parse(text).filter(value -> value.value().signum() > 0).map(value -> text),
        "a quantity greater than zero",
        setting.defaultText());
  }

  /// A port; 0 takes a free one.
  int port(WebhookSetting setting) {
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
  <E extends Enum<E>> E choice(WebhookSetting setting, Class<E> type) {
    var constants = type.getEnumConstants();
    return read(
        setting,
        text -> Stream.of(constants).filter(constant -> written(constant).equals(text)).findFirst(),
        Stream.of(constants)
            .map(WebhookSettingsReader::written)
            .collect(Collectors.joining(", ", "one of ", "")),
        constants[0]);
  }

  /// What `true` stands for, or what `false` does.
  <T> T either(WebhookSetting setting, T whenTrue, T whenFalse) {
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

  /// Elements with commas between them.
  <T> List<T> list(WebhookSetting setting, Function<String, Optional<T>> parser, String expected) {
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

  /// Anything else.
  <T> T read(
      WebhookSetting setting, Function<String, Optional<T>> parser, String expected, T fallback) {
    var text = text(setting);
    var value = parser.apply(text);
    if (value.isEmpty()) {
      problems.add(new Problem(setting.env(), text, expected));
    }
    return value.orElse(fallback);
  }

  /// A text that must not be empty.
  String required(WebhookSetting setting, String expected) {
    var text = text(setting);
    if (text.isEmpty()) {
      problems.add(new Problem(setting.env(), null, expected));
    }
    return text;
  }

  /// The text, or the default.
  String text(WebhookSetting setting) {
    var text = values.getOrDefault(setting.env(), "").strip();
    return text.isEmpty() ? setting.defaultText() : text;
  }

  private static String written(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
