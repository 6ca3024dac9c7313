package io.metricssidecar.contract.sidecar;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.settings.Percent;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Under which conditions a pod that is overloaded may leave its Service.
///
/// @param mode who gives leave
/// @param guard whether the others must be able to carry the load
/// @param minimumPods the floor: this share of the desired replicas never goes out because of us
/// @param maxShed never more than this many out, on top of the floor; null for no such bound
/// @param perZoneFloor whether the floor also holds in each zone
/// @param warmUp no shedding this long after the start of the measured container
public record Shedding(
    ShedMode mode,
    ShedGuard guard,
    Percent minimumPods,
    @Nullable Integer maxShed,
    boolean perZoneFloor,
    Duration warmUp) {
  public Shedding {
    requireNonNull(mode, "mode is null");
    requireNonNull(guard, "guard is null");
    requireNonNull(minimumPods, "minimumPods is null");
    requireNonNull(warmUp, "warmUp is null");
    if (maxShed != null && maxShed < 0) {
      throw new IllegalArgumentException("maxShed is negative: " + maxShed);
    }
  }

  /// How many of `replicas` desired pods may be out at once because of us: what the floor leaves,
  /// rounded down, at most [#maxShed], and none of a single pod.
  public int slots(int replicas) {
    if (replicas <= 1) {
      return 0;
    }
    var slots = (int) (replicas * (10_000L - minimumPods.hundredths()) / 10_000L);
    return maxShed == null ? slots : Math.min(slots, maxShed);
  }
}
