package io.metricssidecar.contract.settings;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The format of a setting: reads a text as a value, writes a value as a text and names what is
/// allowed.
///
/// @param <T> type of the value
public final class Parser<T> {
  private static final Pattern INTEGER = Pattern.compile("\\d{1,9}");
  private static final Pattern POSITIVE = Pattern.compile("[1-9]\\d{0,17}");

  private final Function<String, Optional<T>> reader;
  private final Function<T, String> writer;
  private final String expected;
  private final String allowed;

  private Parser(
      Function<String, Optional<T>> reader,
      Function<T, String> writer,
      String expected,
      String allowed) {
    this.reader = reader;
    this.writer = writer;
    this.expected = expected;
    this.allowed = allowed;
  }

  /// A format that is none of those below.
  ///
  /// @param reader reads a text; empty where the text is not allowed
  /// @param writer writes the text that the reader reads back
  /// @param expected see [#expected]
  /// @param allowed see [#allowed]
  public static <T> Parser<T> of(
      Function<String, Optional<T>> reader,
      Function<T, String> writer,
      String expected,
      String allowed) {
    return new Parser<>(reader, writer, expected, allowed);
  }

  /// Any text.
  ///
  /// @param what the text is, such as "the name of a Secret"
  public static Parser<String> text(String what) {
    return of(Optional::of, Function.identity(), what, what);
  }

  /// A whole number in a range.
  public static Parser<Integer> integer(int min, int max) {
    return of(
        text ->
            INTEGER.matcher(text).matches()
                ? Optional.of(Integer.valueOf(text))
                    .filter(number -> number >= min && number <= max)
                : Optional.empty(),
        Object::toString,
        "a whole number from " + min + " to " + max,
        min + " to " + max);
  }

  /// A whole number greater than 0 of at most 18 digits.
  public static Parser<Long> positive() {
    return of(
        text ->
            POSITIVE.matcher(text).matches() ? Optional.of(Long.valueOf(text)) : Optional.empty(),
        Object::toString,
        "a whole number greater than 0",
        "1 or more");
  }

  /// A share from `min` to 100 %.
  public static Parser<Percent> percent(int min) {
    var range = min + " to 100";
    return of(
        text -> Percent.parse(text).filter(percent -> percent.compareTo(Percent.of(min)) >= 0),
        Percent::toString,
        "a number from " + range + " with at most two decimals",
        range + ", at most two decimals");
  }

  /// A duration in a range.
  ///
  /// @param example of an allowed text
  public static Parser<Duration> duration(Duration min, Duration max, String example) {
    return of(
        text -> Durations.parse(text).filter(d -> d.compareTo(min) >= 0 && d.compareTo(max) <= 0),
        Durations::format,
        "a duration from "
            + Durations.format(min)
            + " to "
            + Durations.format(max)
            + ", such as "
            + example,
        Durations.shortest(min) + " to " + Durations.shortest(max));
  }

  /// `true` or `false`.
  public static Parser<Boolean> bool() {
    return either(true, false);
  }

  /// `true` or `false`, each of which stands for a value.
  public static <T> Parser<T> either(T whenTrue, T whenFalse) {
    return of(
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
    return of(
        text -> Stream.of(values).filter(value -> name.apply(value).equals(text)).findFirst(),
        name,
        "one of " + names,
        names);
  }

  /// A Kubernetes quantity as it is written.
  ///
  /// @param min the smallest one allowed
  public static Parser<String> quantity(String min) {
    var bound = Quantity.parse(min).map(Quantity::value).orElse(BigDecimal.ZERO);
    return of(
        text ->
            Quantity.parse(text)
                .filter(quantity -> quantity.value().compareTo(bound) >= 0)
                .map(_ -> text),
        Function.identity(),
        "a quantity of at least " + min,
        min + " or more");
  }

  /// The same format for fewer values.
  ///
  /// @param expected see [#expected]
  public Parser<T> filter(Predicate<T> predicate, String expected) {
    return of(text -> parse(text).filter(predicate), writer, expected, allowed);
  }

  /// The same format with another text for problems.
  ///
  /// @param other see [#expected]
  public Parser<T> expecting(String other) {
    return of(reader, writer, other, allowed);
  }

  /// The same format with another text for documents.
  ///
  /// @param other see [#allowed]
  public Parser<T> allowing(String other) {
    return of(reader, writer, expected, other);
  }

  /// Reads a value; empty where the text is not allowed.
  public Optional<T> parse(String text) {
    return reader.apply(text);
  }

  /// The text that [#parse] reads back.
  public String format(T value) {
    return writer.apply(value);
  }

  /// The allowed texts for a [Problem], as the rest of the sentence "expected …".
  public String expected() {
    return expected;
  }

  /// The allowed texts for a table of settings, such as "1 to 300".
  public String allowed() {
    return allowed;
  }
}
