package io.metricssidecar.cluster.log;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;
import org.slf4j.event.Level;
import org.slf4j.event.LoggingEvent;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.spi.LoggingEventAware;

/// A logger of SLF4J that writes to the [ProcessLog].
final class LineLogger extends LegacyAbstractLogger implements LoggingEventAware {
  private static final long serialVersionUID = 1;

  LineLogger(String name) {
    this.name = requireNonNull(name, "name is null");
  }

  @Override
  public boolean isTraceEnabled() {
    return ProcessLog.writes(name, Level.TRACE);
  }

  @Override
  public boolean isDebugEnabled() {
    return ProcessLog.writes(name, Level.DEBUG);
  }

  @Override
  public boolean isInfoEnabled() {
    return ProcessLog.writes(name, Level.INFO);
  }

  @Override
  public boolean isWarnEnabled() {
    return ProcessLog.writes(name, Level.WARN);
  }

  @Override
  public boolean isErrorEnabled() {
    return ProcessLog.writes(name, Level.ERROR);
  }

  @Override
  public void log(LoggingEvent event) {
    var pairs = event.getKeyValuePairs();
    write(
        event.getLevel(),
        event.getMessage(),
        event.getArgumentArray(),
        pairs == null ? List.of() : pairs,
        event.getThrowable());
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level level,
      @Nullable Marker marker,
      String message,
      Object @Nullable [] arguments,
      @Nullable Throwable failure) {
    write(level, message, arguments, List.of(), failure);
  }

  private void write(
      Level level,
      String message,
      Object @Nullable [] arguments,
      List<KeyValuePair> pairs,
      @Nullable Throwable failure) {
    var text = MessageFormatter.basicArrayFormat(message, arguments);
    ProcessLog.write(
        new LogLine(Instant.now(), level, name, text == null ? "" : text, pairs, failure));
  }

  @Override
  protected @Nullable String getFullyQualifiedCallerName() {
    return null;
  }
}
