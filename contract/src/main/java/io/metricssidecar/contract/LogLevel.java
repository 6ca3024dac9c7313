package io.metricssidecar.contract;

/// How much is logged.
public enum LogLevel {
  DEBUG,
  INFO,
  WARN,
  ERROR
}
