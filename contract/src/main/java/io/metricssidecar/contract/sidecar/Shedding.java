package io.metricssidecar.contract.sidecar;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.settings.Percent;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The conditions under which an overloaded pod may be shed.
///
/// @param mode what gives the permission
/// @param guard the check of the other pods' capacity
/// @param minimumPods the floor: this share of the desired replicas is never shed
/// @param maxShed maximum number of pods shed at once, even if the floor allows more; null for none
/// @param perZoneFloor true if the floor also holds in each zone
/// @param warmUp time after the start of the measured container in which nothing is shed
public record Shedding(
    ShedMode mode,
    ShedGuard guard,
    Percent minimumPods,
    @Nullable Integer maxShed,
    boolean perZoneFloor,
    Duration warmUp) {
  /// The permission that a pod needs to be shed.
  public enum ShedMode {
    /// [#ENFORCE], but [#OBSERVE] for workloads whose controller an unready pod blocks:
    /// StatefulSets with `OrderedReady` and DaemonSets.
    AUTO,
    /// A slot in the budget Lease of the workload: the floor holds in every case.
    ENFORCE,
    /// None is given: the sidecar reports what it would shed and always answers 200.
    OBSERVE,
    /// The sidecar's own rules and a snapshot of the workload's status: best effort, never a
    /// promise.
    LOCAL
  }

  /// The check that the other pods can carry the load of a shed pod.
  public enum ShedGuard {
    /// A pod is shed only if the others can carry its load.
    REDISTRIBUTE,
    /// No check.
    OFF
  }

  public Shedding {
    requireNonNull(mode, "mode is null");
    requireNonNull(guard, "guard is null");
    requireNonNull(minimumPods, "minimumPods is null");
    requireNonNull(warmUp, "warmUp is null");
    if (maxShed != null && maxShed < 0) {
      throw new IllegalArgumentException("maxShed is negative: " + maxShed);
    }
  }

  /// The number of slots for a workload of `replicas` desired pods: what is above the floor,
  /// rounded down, at most [#maxShed], and none for a single pod.
  public int slots(int replicas) {
    if (replicas <= 1) {
      return 0;
    }
    var slots = (int) (replicas * (10_000L - minimumPods.hundredths()) / 10_000L);
    return maxShed == null ? slots : Math.min(slots, maxShed);
  }
}
