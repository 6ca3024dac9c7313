package io.metricssidecar.cluster.log;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.settings.LogFormat;
import io.metricssidecar.contract.settings.LogLevel;
import org.slf4j.event.Level;

/// The log of this process, on standard error.
public final class ProcessLog {
  /// Characters of a text in a line that comes from elsewhere.
  public static final int MAX_VALUE = 256;

  private static final String OURS = "io.metricssidecar.";

  /// What is written, and how.
  private record Options(LogLevel level, LogFormat format) {}

  private static volatile Options options = new Options(LogLevel.INFO, LogFormat.TEXT);

  /// Makes this the log of the process. To be called before the first logger is made, as SLF4J
  /// looks for its provider then; later calls only change the options.
  ///
  /// @param level the least severe level of our own lines; of others WARN is
  public static void install(LogLevel level, LogFormat format) {
    options =
        new Options(
            requireNonNull(level, "level is null"), requireNonNull(format, "format is null"));
    System.setProperty("slf4j.provider", LogProvider.class.getName());
    // Without it SLF4J reports at every start that it was told its provider.
    System.setProperty("slf4j.internal.verbosity", "WARN");
  }

  /// Whether a line is written.
  static boolean writes(String logger, Level level) {
    var least = logger.startsWith(OURS) ? Level.valueOf(options.level().name()) : Level.WARN;
    return level.toInt() >= least.toInt();
  }

  /// Writes a line.
  static void write(LogLine line) {
    System.err.println(line.in(options.format()));
  }

  private ProcessLog() {}
}
