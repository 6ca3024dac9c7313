package io.metricssidecar.contract.settings;

import static java.util.Objects.requireNonNull;

/// Two shares of a limit, apart so that a decision does not flap between them.
///
/// @param threshold above it the resource is overloaded
/// @param recovery below it the resource has recovered; lower than the threshold
public record Thresholds(Percent threshold, Percent recovery) {
  /// The share of the threshold at which a resource has recovered unless the user says otherwise.
  static final double DEFAULT_RECOVERY = 0.75;

  public Thresholds {
    requireNonNull(threshold, "threshold is null");
    requireNonNull(recovery, "recovery is null");
    if (recovery.compareTo(threshold) >= 0) {
      throw new IllegalArgumentException(
          "recovery %s is not lower than threshold %s".formatted(recovery, threshold));
    }
  }

  /// A threshold with the recovery that follows from it.
  public static Thresholds at(Percent threshold) {
    return new Thresholds(threshold, threshold.times(DEFAULT_RECOVERY));
  }
}
