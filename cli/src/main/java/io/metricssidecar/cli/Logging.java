package io.metricssidecar.cli;

import java.util.Map;

/// The configuration of the logger, as system properties that it reads once.
final class Logging {
  private static final String PROPERTY = "org.slf4j.simpleLogger.";
  private static final String OPTION = "--log-level=";

  /// Sets them; called before the first logger is made.
  static void configure(String[] arguments, Map<String, String> environment) {
    var level = environment.getOrDefault("LOG_LEVEL", "info");
    for (var argument : arguments) {
      if (argument.startsWith(OPTION)) {
        level = argument.substring(OPTION.length());
      }
    }
    System.setProperty(PROPERTY + "log.io.metricssidecar", level);
    System.setProperty(PROPERTY + "defaultLogLevel", "warn");
    System.setProperty(PROPERTY + "showDateTime", "true");
    System.setProperty(PROPERTY + "dateTimeFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
    System.setProperty(PROPERTY + "showThreadName", "false");
    System.setProperty(PROPERTY + "showShortLogName", "true");
  }

  private Logging() {}
}
