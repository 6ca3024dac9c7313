package io.metricssidecar.decision.overload;

import io.metricssidecar.contract.sidecar.OverloadWhen;
import io.metricssidecar.contract.sidecar.SidecarSettings;
import io.metricssidecar.contract.sidecar.Thresholds;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/// One sample against the user's marks, as a single number that both resources are put on: 0 at the
/// recovery mark, 1 at the threshold, linear between and beyond. With `both` the lower of the two
/// resources decides, with `any` the higher.
///
/// @param value on that scale
/// @param level what it amounts to
public record Pressure(double value, Level level) {
  /// How far from the threshold towards the limit one sample is enough to act on: 80 % → 95 %.
  private static final double CRITICAL_SHARE = 0.75;

  /// The pressure of a sample; empty where no resource that counts has a limit to judge it by.
  public static Optional<Pressure> of(Utilization utilization, SidecarSettings settings) {
    var cpu = scaled(utilization.cpu(), settings.cpu());
    var memory = scaled(utilization.memory(), settings.memory());
    var criticalCpu = critical(utilization.cpu(), settings.cpu());
    var criticalMemory = critical(utilization.memory(), settings.memory());
    var value = combine(cpu, memory, settings.overloadWhen());
    if (Double.isNaN(value)) {
      return Optional.empty();
    }
    var critical = combine(criticalCpu, criticalMemory, settings.overloadWhen());
    return Optional.of(new Pressure(value, level(value, critical)));
  }

  private static Level level(double value, double critical) {
    if (critical > 1) {
      return Level.CRITICAL;
    }
    if (value > 1) {
      return Level.HIGH;
    }
    return value < 0 ? Level.LOW : Level.MID;
  }

  /// NaN where the resource is not judged.
  private static double scaled(@Nullable Double ratio, Thresholds mark) {
    if (ratio == null) {
      return Double.NaN;
    }
    var low = mark.recovery().ratio();
    return (ratio - low) / (mark.threshold().ratio() - low);
  }

  /// Above 1 where the resource is critical; a threshold of 100 % leaves no room for it.
  private static double critical(@Nullable Double ratio, Thresholds mark) {
    if (ratio == null) {
      return Double.NaN;
    }
    var high = mark.threshold().ratio();
    var least = high + CRITICAL_SHARE * (1 - high);
    return ratio / least;
  }

  private static double combine(double cpu, double memory, OverloadWhen when) {
    var judged = DoubleStream.of(cpu, memory).filter(value -> !Double.isNaN(value));
    return switch (when) {
      case CPU -> cpu;
      case MEMORY -> memory;
      case BOTH -> judged.min().orElse(Double.NaN);
      case ANY -> judged.max().orElse(Double.NaN);
    };
  }
}
