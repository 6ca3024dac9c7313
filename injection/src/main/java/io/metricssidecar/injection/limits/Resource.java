package io.metricssidecar.injection.limits;

import io.metricssidecar.contract.settings.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/// A resource that the sidecar requests and that has a limit.
public enum Resource {
  /// In cores, counted in thousandths.
  CPU(1_000),
  /// In bytes.
  MEMORY(1);

  private static final long KIBI = 1_024;

  private final String key = name().toLowerCase(Locale.ROOT);
  private final BigDecimal steps;

  Resource(long steps) {
    this.steps = BigDecimal.valueOf(steps);
  }

  /// The key in `requests` and `limits` of a container.
  public String key() {
    return key;
  }

  /// A quantity in the smallest steps that are written: thousandths of a core, bytes.
  public long steps(Quantity quantity, RoundingMode rounding) {
    return quantity
        .value()
        .multiply(steps)
        .setScale(0, rounding)
        .min(BigDecimal.valueOf(Long.MAX_VALUE))
        .max(BigDecimal.valueOf(Long.MIN_VALUE))
        .longValue();
  }

  /// A number of such steps as a quantity in a manifest, such as `63m` or `80Mi`.
  public String text(long count) {
    return switch (this) {
      case CPU -> count % 1_000 == 0 ? Long.toString(count / 1_000) : count + "m";
      case MEMORY -> {
        if (count == 0 || count % KIBI != 0) {
          yield Long.toString(count);
        }
        yield count % (KIBI * KIBI) == 0 ? count / KIBI / KIBI + "Mi" : count / KIBI + "Ki";
      }
    };
  }

  /// A quantity for people, rounded up to such steps.
  public String text(Quantity quantity) {
    return text(steps(quantity, RoundingMode.CEILING));
  }
}
