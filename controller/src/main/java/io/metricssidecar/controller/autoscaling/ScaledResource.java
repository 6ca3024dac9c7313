package io.metricssidecar.controller.autoscaling;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Optional;

/// A resource whose utilisation an autoscaler may compare with a target.
enum ScaledResource {
  /// In cores.
  CPU("cpu") {
    // Mostly idle, whatever the application does: it polls every 15 s and answers a probe every 5.
    @Override
    BigDecimal mostOfSidecar(BigDecimal limit) {
      return limit.min(IDLE_CORES);
    }

    @Override
    String text(BigDecimal amount) {
      return rounded(amount.movePointRight(3)) + "m";
    }
  },

  /// In bytes.
  MEMORY("memory") {
    // All that it may have: a process keeps what it has once used.
    @Override
    BigDecimal mostOfSidecar(BigDecimal limit) {
      return limit;
    }

    @Override
    String text(BigDecimal amount) {
      return rounded(amount.divide(MEBIBYTE)) + "Mi";
    }
  };

  /// More than an idle sidecar uses, which is about 3 millicores.
  private static final BigDecimal IDLE_CORES = new BigDecimal("0.005");

  private static final BigDecimal MEBIBYTE = BigDecimal.valueOf(1024L * 1024);

  private final String word;

  ScaledResource(String word) {
    this.word = word;
  }

  /// The resource of this name in a pod; empty for any other.
  static Optional<ScaledResource> named(String word) {
    return Arrays.stream(values()).filter(resource -> resource.word.equals(word)).findFirst();
  }

  /// The name in a pod.
  String word() {
    return word;
  }

  /// The most that a sidecar uses while its application is at its limits.
  ///
  /// @param limit of the sidecar
  abstract BigDecimal mostOfSidecar(BigDecimal limit);

  /// An amount for people, in the unit in which pods usually have it.
  abstract String text(BigDecimal amount);

  private static String rounded(BigDecimal number) {
    var digits = number.setScale(1, RoundingMode.HALF_UP).stripTrailingZeros();
    return digits.toPlainString();
  }
}
