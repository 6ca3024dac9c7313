package io.metricssidecar.contract.sidecar;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.settings.Percent;

/// The threshold of a resource and its recovery value, apart so that a decision does not flap.
///
/// @param threshold above it the resource is overloaded
/// @param recovery below it the resource has recovered; lower than the threshold
public record Thresholds(Percent threshold, Percent recovery) {
  /// The default recovery value, as a share of the threshold.
  static final double DEFAULT_RECOVERY = 0.75;

  public Thresholds {
    requireNonNull(threshold, "threshold is null");
    requireNonNull(recovery, "recovery is null");
    if (recovery.compareTo(threshold) >= 0) {
      throw new IllegalArgumentException(
          "recovery %s is not lower than threshold %s".formatted(recovery, threshold));
    }
  }

  /// A threshold with the default recovery value.
  public static Thresholds at(Percent threshold) {
    return new Thresholds(threshold, threshold.times(DEFAULT_RECOVERY));
  }
}
