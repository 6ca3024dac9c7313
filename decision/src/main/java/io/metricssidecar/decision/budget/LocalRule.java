package io.metricssidecar.decision.budget;

import io.metricssidecar.contract.sidecar.Shedding;
import java.util.Optional;

/// The rule of mode `local`, which uses the workload's own status alone. That is a snapshot that
/// lags by seconds and that two pods may read at the same moment, so this is best effort: a random
/// delay before the request and [#broken] afterwards make it better, nothing makes it a promise.
public final class LocalRule {
  private LocalRule() {}

  /// The reason why this pod may not shed now; empty where it may.
  public static Optional<DenialReason> denial(WorkloadStatus status, Shedding shedding) {
    if (status.paused()) {
      return Optional.of(DenialReason.PAUSED);
    }
    var slots = shedding.slots(status.desired());
    if (slots == 0) {
      return Optional.of(DenialReason.FULL);
    }
    if (status.rolling()) {
      return Optional.of(DenialReason.ROLLOUT);
    }
    return status.available() - 1 < floor(status, slots)
        ? Optional.of(DenialReason.FLOOR)
        : Optional.empty();
  }

  /// Whether fewer pods serve than must, while this one is out: it has to return.
  public static boolean broken(WorkloadStatus status, Shedding shedding) {
    return status.available() < floor(status, shedding.slots(status.desired()));
  }

  private static int floor(WorkloadStatus status, int slots) {
    return Math.max(1, status.desired() - slots);
  }
}
