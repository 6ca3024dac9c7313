package io.metricssidecar.controller.pause;

import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.budget.Pause;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What asks the controller to pause a workload's budget.
public enum PauseCause {
  /// Nothing: the controller ends the pause that it wrote.
  NONE(""),
  /// The annotation of the workload.
  WORKLOAD("annotation of the workload"),
  /// The annotation of its Namespace.
  NAMESPACE("annotation of the Namespace"),
  /// The setting of the installation.
  INSTALLATION("setting of the installation");

  private final String reason;

  PauseCause(String reason) {
    this.reason = reason;
  }

  /// The cause of a workload's pause; empty where something could not be read that may ask for one.
  ///
  /// @param installation whether its setting asks for it
  /// @param namespace annotations of the Namespace; empty where they are not known
  /// @param workload whether its annotation asks for it; empty where it is not known
  public static Optional<PauseCause> of(
      boolean installation, Optional<Map<String, String>> namespace, Optional<Boolean> workload) {
    if (workload.orElse(false)) {
      return Optional.of(WORKLOAD);
    }
    if (namespace.filter(all -> Pause.asks(all.get(Annotations.PAUSED))).isPresent()) {
      return Optional.of(NAMESPACE);
    }
    if (installation) {
      return Optional.of(INSTALLATION);
    }
    return namespace.isPresent() && workload.isPresent() ? Optional.of(NONE) : Optional.empty();
  }

  /// The pause that a budget has to have: that of a person stays, whatever the cause.
  ///
  /// @param present pause; null without one
  /// @param now by the wall clock
  /// @return null for none
  public @Nullable Pause wanted(@Nullable Pause present, Instant now) {
    if (present != null && !present.isControllers()) {
      return present;
    }
    if (this == NONE) {
      return null;
    }
    var since = present == null ? now.truncatedTo(ChronoUnit.SECONDS).toString() : present.since();
    return new Pause(Pause.By.CONTROLLER, since, reason);
  }
}
