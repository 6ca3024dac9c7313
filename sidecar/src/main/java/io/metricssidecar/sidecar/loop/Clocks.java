package io.metricssidecar.sidecar.loop;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/// The two clocks of a process. Every decision uses the monotonic one; wall time is for people and
/// for the start of a container, which the kubelet of the same node wrote.
///
/// @param nanoTime monotonic, as [System#nanoTime()]
/// @param wall time of day
public record Clocks(LongSupplier nanoTime, InstantSource wall) {
  public Clocks {
    requireNonNull(nanoTime, "nanoTime is null");
    requireNonNull(wall, "wall is null");
  }

  /// Monotonic time since an arbitrary origin.
  public Duration monotonic() {
    return Duration.ofNanos(nanoTime.getAsLong());
  }
}
