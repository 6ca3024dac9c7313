package io.metricssidecar.controller.autoscaling;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// A utilisation that an autoscaler aims at: the use of all containers of its pods as a share of
/// their requests.
///
/// @param resource whose use is compared
/// @param percent that it aims at
/// @param tolerance by which the utilisation may exceed the target, as a share of it, before pods
///   are added
record UtilizationTarget(ScaledResource resource, int percent, BigDecimal tolerance) {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  UtilizationTarget {
    requireNonNull(resource, "resource is null");
    requireNonNull(tolerance, "tolerance is null");
  }

  /// The utilisation above which pods are added, in percent.
  BigDecimal threshold() {
    return BigDecimal.valueOf(percent).multiply(BigDecimal.ONE.add(tolerance));
  }

  /// The tolerance in percent.
  BigDecimal tolerancePercent() {
    return tolerance.multiply(HUNDRED);
  }

  /// Whether pods are added at this utilisation.
  boolean exceededBy(BigDecimal utilization) {
    return utilization.compareTo(threshold()) > 0;
  }

  /// The use at which pods with these requests are at the target.
  BigDecimal use(BigDecimal requests) {
    return requests.multiply(BigDecimal.valueOf(percent)).divide(HUNDRED);
  }

  /// The utilisation in percent, cut to a whole number (kube-controller-manager,
  /// `GetResourceUtilizationRatio`).
  ///
  /// @param requests more than zero
  static BigDecimal utilization(BigDecimal use, BigDecimal requests) {
    return use.multiply(HUNDRED).divide(requests, 0, RoundingMode.FLOOR);
  }
}
