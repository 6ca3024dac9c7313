package io.metricssidecar.cluster.log;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.settings.LogFormat;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;
import org.slf4j.event.Level;

/// One event of a log.
///
/// @param logger name of the class that logs
/// @param pairs keys, and values that may come from anyone
/// @param failure whose stack belongs to the event; null where there is none
record LogLine(
    Instant time,
    Level level,
    String logger,
    String message,
    List<KeyValuePair> pairs,
    @Nullable Throwable failure) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX").withZone(ZoneOffset.UTC);

  /// Values that could be read as more than one value.
  private static final Pattern NEEDS_QUOTES = Pattern.compile("|.*[\\s\"=].*");

  /// Frames of a stack, with those of its causes.
  private static final int MAX_FRAMES = 100;

  LogLine {
    requireNonNull(time, "time is null");
    requireNonNull(level, "level is null");
    requireNonNull(logger, "logger is null");
    requireNonNull(message, "message is null");
    pairs = List.copyOf(pairs);
  }

  /// The line, without its end; with a stack in text more than one.
  String in(LogFormat format) {
    return switch (format) {
      case TEXT -> text();
      case JSON -> json();
    };
  }

  private String text() {
    var line = new StringBuilder();
    line.append(TIME.format(time)).append(' ').append(level).append(' ');
    line.append(logger.substring(logger.lastIndexOf('.') + 1)).append(" - ");
    for (var pair : pairs) {
      line.append(key(pair)).append('=').append(quoted(value(pair))).append(' ');
    }
    line.append(LoggedText.oneLine(message, LoggedText.MAX_MESSAGE));
    stack().forEach(frame -> line.append("\n\t").append(frame));
    return line.toString();
  }

  private static String quoted(String value) {
    return NEEDS_QUOTES.matcher(value).matches() ? '"' + value.replace('"', '\'') + '"' : value;
  }

  private String json() {
    var members = new ArrayList<String>();
    members.add(member("level", string(level.name())));
    members.add(member("time", string(TIME.format(time))));
    members.add(member("logger", string(logger)));
    members.add(member("message", string(LoggedText.oneLine(message, LoggedText.MAX_MESSAGE))));
    for (var pair : pairs) {
      members.add(
          member(
              key(pair),
              pair.value instanceof Integer || pair.value instanceof Boolean
                  ? pair.value.toString()
                  : string(value(pair))));
    }
    var stack = stack();
    if (!stack.isEmpty()) {
      members.add(
          member(
              "stack",
              stack.stream().map(LogLine::string).collect(Collectors.joining(",", "[", "]"))));
    }
    return "{" + String.join(",", members) + "}";
  }

  private static String member(String name, String json) {
    return string(name) + ":" + json;
  }

  /// A JSON string of a text without control characters.
  private static String string(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static String key(KeyValuePair pair) {
    return LoggedText.oneLine(pair.key, ProcessLog.MAX_VALUE);
  }

  private static String value(KeyValuePair pair) {
    return pair.value == null ? "null" : LoggedText.value(pair.value);
  }

  private List<String> stack() {
    var lines = new ArrayList<String>();
    for (var cause = failure;
        cause != null && lines.size() < MAX_FRAMES;
        cause = cause.getCause()) {
      lines.add((lines.isEmpty() ? "" : "caused by ") + LoggedText.value(cause));
      for (var frame : cause.getStackTrace()) {
        lines.add("at " + LoggedText.oneLine(frame.toString(), ProcessLog.MAX_VALUE));
      }
    }
    return lines.size() <= MAX_FRAMES ? lines : lines.subList(0, MAX_FRAMES);
  }
}
