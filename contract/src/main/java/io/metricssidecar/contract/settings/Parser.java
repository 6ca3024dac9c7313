package io.metricssidecar.contract.settings;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// The format of a setting: reads a text as a value, writes a value as a text and names what is
/// allowed. [Parsers] has the usual ones.
///
/// @param <T> type of the value
public final class Parser<T> {
  private final Function<String, Optional<T>> reader;
  private final Function<T, String> writer;
  private final UnaryOperator<String> rejected;
  private final String expected;
  private final String allowed;

  Parser(
      Function<String, Optional<T>> reader,
      Function<T, String> writer,
      UnaryOperator<String> rejected,
      String expected,
      String allowed) {
    this.reader = reader;
    this.writer = writer;
    this.rejected = rejected;
    this.expected = expected;
    this.allowed = allowed;
  }

  /// A format.
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
    return new Parser<>(reader, writer, UnaryOperator.identity(), expected, allowed);
  }

  /// The same format for fewer values.
  ///
  /// @param other see [#expected]
  public Parser<T> filter(Predicate<T> predicate, String other) {
    return new Parser<>(text -> parse(text).filter(predicate), writer, rejected, other, allowed);
  }

  /// The same format with another text for problems.
  ///
  /// @param other see [#expected]
  public Parser<T> expecting(String other) {
    return new Parser<>(reader, writer, rejected, other, allowed);
  }

  /// The same format with another text for documents.
  ///
  /// @param other see [#allowed]
  public Parser<T> allowing(String other) {
    return new Parser<>(reader, writer, rejected, expected, other);
  }

  /// Reads a value; empty where the text is not allowed.
  public Optional<T> parse(String text) {
    return reader.apply(text);
  }

  /// The text that [#parse] reads back.
  public String format(T value) {
    return writer.apply(value);
  }

  /// The part of a text because of which it is not allowed: the whole text, or elements of a list.
  String rejected(String text) {
    return rejected.apply(text);
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
