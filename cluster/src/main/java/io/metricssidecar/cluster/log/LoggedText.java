package io.metricssidecar.cluster.log;

import static java.util.Objects.requireNonNull;

/// Text in a log line. Names, messages of exceptions and uids of reviews are whatever somebody
/// wrote into a pod or sent to the webhook.
final class LoggedText {
  /// Characters of a message, which is ours or a library's.
  static final int MAX_MESSAGE = 1024;

  /// Characters of one of our own records or lists, such as the configuration at the start.
  static final int MAX_RECORD = 4096;

  /// Stands for every character that could start a line, steer a terminal or turn the direction of
  /// writing.
  private static final char REPLACEMENT = '?';

  private static final String CUT = "…";

  /// A value in one line.
  static String value(Object value) {
    return value instanceof CharSequence || value instanceof Throwable
        ? oneLine(value.toString(), ProcessLog.MAX_VALUE)
        : oneLine(value.toString(), MAX_RECORD);
  }

  /// A text in one line, without control and format characters, and cut to a number of characters.
  static String oneLine(String text, int max) {
    requireNonNull(text, "text is null");
    var line = new StringBuilder(Math.min(text.length(), max) + 1);
    text.codePoints()
        .limit(max)
        .map(character -> shown(character) ? character : REPLACEMENT)
        .forEach(line::appendCodePoint);
    return text.codePointCount(0, text.length()) > max ? line + CUT : line.toString();
  }

  private static boolean shown(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }

  private LoggedText() {}
}
