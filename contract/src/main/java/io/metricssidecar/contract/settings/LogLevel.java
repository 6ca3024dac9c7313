package io.metricssidecar.contract.settings;

/// The lowest level of log lines that are written.
public enum LogLevel {
  DEBUG,
  INFO,
  WARN,
  ERROR
}
