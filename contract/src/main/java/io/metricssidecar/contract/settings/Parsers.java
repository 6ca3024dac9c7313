package io.metricssidecar.contract.settings;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The usual formats of settings, with their ranges.
public final class Parsers {
  private static final Pattern INTEGER = Pattern.compile("\\d{1,9}");
  private static final Pattern POSITIVE = Pattern.compile("[1-9]\\d{0,17}");

  /// Any text.
  ///
  /// @param what the text is, such as "the name of a Secret"
  public static Parser<String> text(String what) {
    return Parser.of(Optional::of, Function.identity(), what, "text");
  }

  /// A whole number in a range.
  public static Parser<Integer> integer(int min, int max) {
    return Parser.of(
        text ->
            INTEGER.matcher(text).matches()
                ? Optional.of(Integer.valueOf(text))
                    .filter(number -> number >= min && number <= max)
                : Optional.empty(),
        Object::toString,
        "a whole number from " + min + " to " + max,
        min + " to " + max);
  }

  /// A TCP port, or 0 for a free one.
  public static Parser<Integer> port() {
    return integer(0, 65_535).expecting("a port number");
  }

  /// A whole number greater than 0 of at most 18 digits.
  public static Parser<Long> positive() {
    return Parser.of(
        text ->
            POSITIVE.matcher(text).matches() ? Optional.of(Long.valueOf(text)) : Optional.empty(),
        Object::toString,
        "a whole number greater than 0",
        "1 or more");
  }

  /// A share from `min` to 100 %.
  public static Parser<Percent> percent(int min) {
    var range = min + " to 100";
    return Parser.of(
        text -> Percent.parse(text).filter(percent -> percent.compareTo(Percent.of(min)) >= 0),
        Percent::toString,
        "a number from " + range + " with at most two decimals",
        range + ", at most two decimals");
  }

  /// Any duration.
  ///
  /// @param example of a duration
  public static Parser<Duration> duration(String example) {
    return Parser.of(
        Durations::parse,
        Durations::format,
        "a duration such as " + example,
        "a duration, such as " + example);
  }

  /// A duration in a range.
  ///
  /// @param example of an allowed duration
  public static Parser<Duration> duration(Duration min, Duration max, String example) {
    var range = Durations.format(min) + " to " + Durations.format(max);
    return duration(example)
        .filter(
            duration -> duration.compareTo(min) >= 0 && duration.compareTo(max) <= 0,
            "a duration from " + range + ", such as " + example)
        .allowing(Durations.shortest(min) + " to " + Durations.shortest(max));
  }

  /// `true` or `false`.
  public static Parser<Boolean> bool() {
    return either(true, false);
  }

  /// `true` or `false`, each of which stands for a value.
  public static <T> Parser<T> either(T whenTrue, T whenFalse) {
    return Parser.of(
        text ->
            switch (text) {
              case "true" -> Optional.of(whenTrue);
              case "false" -> Optional.of(whenFalse);
              default -> Optional.empty();
            },
        value -> Boolean.toString(value.equals(whenTrue)),
        "true or false",
        "true, false");
  }

  /// One of an enum's constants, in lower case and with dashes between its words.
  ///
  /// @param constants all that are allowed
  public static <E extends Enum<E>> Parser<E> choice(E[] constants) {
    return choice(constants, value -> value.name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }

  /// One of several values, by name.
  ///
  /// @param values all that are allowed
  public static <T> Parser<T> choice(T[] values, Function<T, String> name) {
    var names = Stream.of(values).map(name).collect(Collectors.joining(", "));
    return Parser.of(text -> named(values, name, text), name, "one of " + names, names);
  }

  private static <T> Optional<T> named(T[] values, Function<T, String> name, String text) {
    for (var value : values) {
      if (name.apply(value).equals(text)) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }

  /// A Kubernetes quantity greater than 0, as it is written.
  public static Parser<String> quantity() {
    return quantity(
        amount -> amount.signum() > 0, "a quantity greater than zero", "a quantity greater than 0");
  }

  /// A Kubernetes quantity, as it is written.
  ///
  /// @param min the smallest one allowed
  public static Parser<String> quantity(String min) {
    var bound = Quantity.parse(min).map(Quantity::value).orElse(BigDecimal.ZERO);
    return quantity(
        amount -> amount.compareTo(bound) >= 0, "a quantity of at least " + min, min + " or more");
  }

  private static Parser<String> quantity(
      Predicate<BigDecimal> amount, String expected, String allowed) {
    return text("")
        .filter(
            text -> Quantity.parse(text).map(Quantity::value).filter(amount).isPresent(), expected)
        .allowing(allowed);
  }

  /// Elements separated by commas; blank ones are ignored.
  public static <T> Parser<List<T>> list(Parser<T> element) {
    return new Parser<>(
        text -> {
          var values = elements(text).map(element::parse).toList();
          return values.stream().allMatch(Optional::isPresent)
              ? Optional.of(values.stream().flatMap(Optional::stream).toList())
              : Optional.empty();
        },
        values -> values.stream().map(element::format).collect(Collectors.joining(",")),
        text ->
            elements(text)
                .filter(part -> element.parse(part).isEmpty())
                .collect(Collectors.joining(",")),
        element.expected(),
        element.allowed() + ", separated by commas");
  }

  private static Stream<String> elements(String text) {
    return Stream.of(text.split(",", -1)).map(String::strip).filter(part -> !part.isEmpty());
  }

  private Parsers() {}
}
