package io.metricssidecar.decision.overload;

/// Where a sample stands against the user's marks.
public enum Level {
  /// Below the recovery mark: recovered.
  LOW,
  /// Between the marks: neither overloaded nor recovered.
  MID,
  /// Above the threshold.
  HIGH,
  /// So far above the threshold that one sample is enough.
  CRITICAL;

  /// Whether this is an overload.
  boolean hot() {
    return this == HIGH || this == CRITICAL;
  }
}
