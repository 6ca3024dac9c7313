package io.metricssidecar.sidecar.http;

import io.metricssidecar.contract.sidecar.Limits;
import io.metricssidecar.contract.sidecar.SidecarSettings;
import io.metricssidecar.contract.sidecar.Thresholds;
import io.metricssidecar.decision.overload.Pressure.Utilization;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A resource that is judged. The name in lower case is the label value in metrics.
enum Resource {
  CPU,
  MEMORY;

  /// The label value in metrics, and the word in `/explain`.
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Its limit; null without one.
  @Nullable Long limit(Limits limits) {
    return switch (this) {
      case CPU -> limits.cpuMillicores();
      case MEMORY -> limits.memoryBytes();
    };
  }

  /// Its thresholds.
  Thresholds thresholds(SidecarSettings settings) {
    return switch (this) {
      case CPU -> settings.cpu();
      case MEMORY -> settings.memory();
    };
  }

  /// Its utilization; null where it is not known.
  @Nullable Double of(@Nullable Utilization utilization) {
    if (utilization == null) {
      return null;
    }
    return switch (this) {
      case CPU -> utilization.cpu();
      case MEMORY -> utilization.memory();
    };
  }
}
