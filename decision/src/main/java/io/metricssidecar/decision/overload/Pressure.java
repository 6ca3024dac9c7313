package io.metricssidecar.decision.overload;

import io.metricssidecar.contract.sidecar.OverloadWhen;
import io.metricssidecar.contract.sidecar.SidecarSettings;
import io.metricssidecar.contract.sidecar.Thresholds;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One sample relative to the user's thresholds, as a single number on a scale that both resources
/// share: 0 at the recovery value, 1 at the threshold, linear between and beyond. With `both` the
/// lower of the two resources decides, with `any` the higher. A sample above the threshold is
/// critical as soon as one resource is: memory rarely moves as far and as fast as CPU.
///
/// @param value on that scale
/// @param level of the sample
public record Pressure(double value, Level level) {
  /// The share of the way from the threshold to the limit above which one sample is enough to act
  /// on: 80 % → 95 %.
  private static final double CRITICAL_SHARE = 0.75;

  /// The position of a sample relative to the thresholds.
  public enum Level {
    /// Below the recovery value: recovered.
    LOW,
    /// Between recovery value and threshold: neither overloaded nor recovered.
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

  /// Usage as a share of the limit.
  ///
  /// @param cpu null where the container has no CPU limit
  /// @param memory null where the container has no memory limit
  public record Utilization(@Nullable Double cpu, @Nullable Double memory) {}

  /// The pressure of a sample; empty where no resource that counts has a limit to judge it by.
  public static Optional<Pressure> of(Utilization utilization, SidecarSettings settings) {
    var when = settings.overloadWhen();
    var value =
        combined(
            scaled(utilization.cpu(), settings.cpu()),
            scaled(utilization.memory(), settings.memory()),
            when);
    if (Double.isNaN(value)) {
      return Optional.empty();
    }
    var critical =
        combined(
            critical(utilization.cpu(), settings.cpu()),
            critical(utilization.memory(), settings.memory()),
            when == OverloadWhen.BOTH ? OverloadWhen.ANY : when);
    return Optional.of(new Pressure(value, level(value, critical)));
  }

  private static Level level(double value, double critical) {
    if (value > 1) {
      return critical > 1 ? Level.CRITICAL : Level.HIGH;
    }
    return value < 0 ? Level.LOW : Level.MID;
  }

  /// NaN where the resource has no limit.
  private static double scaled(@Nullable Double ratio, Thresholds thresholds) {
    if (ratio == null) {
      return Double.NaN;
    }
    var recovery = thresholds.recovery().ratio();
    return (ratio - recovery) / (thresholds.threshold().ratio() - recovery);
  }

  /// Above 1 where the resource is critical, which it never is at a threshold of 100 %.
  private static double critical(@Nullable Double ratio, Thresholds thresholds) {
    if (ratio == null) {
      return Double.NaN;
    }
    var threshold = thresholds.threshold().ratio();
    return ratio / (threshold + CRITICAL_SHARE * (1 - threshold));
  }

  /// The value that decides; a resource without a limit does not count.
  private static double combined(double cpu, double memory, OverloadWhen when) {
    return switch (when) {
      case CPU -> cpu;
      case MEMORY -> memory;
      case BOTH, ANY -> {
        if (Double.isNaN(cpu)) {
          yield memory;
        }
        if (Double.isNaN(memory)) {
          yield cpu;
        }
        yield when == OverloadWhen.BOTH ? Math.min(cpu, memory) : Math.max(cpu, memory);
      }
    };
  }
}
