package io.metricssidecar.contract.settings;

/// How much is logged.
public enum LogLevel {
  DEBUG,
  INFO,
  WARN,
  ERROR
}
