package io.metricssidecar.contract.settings;

/// The format of log lines.
public enum LogFormat {
  /// Time, level, class, keys with values, message.
  TEXT,
  /// One JSON object per line.
  JSON
}
