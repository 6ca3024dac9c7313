package io.metricssidecar.sidecar.budget;

import io.metricssidecar.contract.sidecar.PodIdentity;
import io.metricssidecar.contract.sidecar.Probe;
import io.metricssidecar.contract.sidecar.Shedding;
import io.metricssidecar.decision.budget.WorkloadStatus;
import java.time.Duration;

/// The inputs of a [LeasePermission] that do not change in the life of a pod.
///
/// @param pod that requests slots
/// @param shedding the user's conditions
/// @param probe that the kubelet runs
public record LeaseTerms(PodIdentity pod, Shedding shedding, Probe probe) {
  /// The last confirmation of a slot may be this old.
  static final Duration MAX_UNCONFIRMED = Duration.ofSeconds(8);

  /// Added to the kubelet's reaction time before a new Lease is trusted: [#MAX_UNCONFIRMED], a tick
  /// of the loop, and a second to spare.
  private static final Duration SETTLE = Duration.ofSeconds(10);

  /// From the kubelet's result through the pod's status to that of the workload, and the next read
  /// of it.
  private static final Duration STATUS_LAG = Duration.ofSeconds(20);

  /// The time for which a Lease must have been the same before a slot of it is taken.
  Duration settle() {
    var unready = probe.untilUnready();
    var ready = probe.untilReady();
    return (unready.compareTo(ready) > 0 ? unready : ready).plus(SETTLE);
  }

  /// The time after which a pod that answers 200 again is counted as ready by its workload.
  Duration untilServing() {
    return probe.untilReady().plus(STATUS_LAG);
  }

  /// Whether the Lease is read only: no slot is ever taken.
  boolean observing(WorkloadStatus status) {
    return switch (shedding.mode()) {
      case OBSERVE -> true;
      case AUTO -> status.fragile();
      case ENFORCE, LOCAL -> false;
    };
  }
}
