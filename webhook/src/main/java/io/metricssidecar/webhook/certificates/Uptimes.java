package io.metricssidecar.webhook.certificates;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/// The times that elements have been continuously present, by a monotonic clock.
final class Uptimes<T> {
  private final LongSupplier nanos;
  private final Map<T, Long> since = new HashMap<>();

  /// @param nanos monotonic clock, in nanoseconds
  Uptimes(LongSupplier nanos) {
    this.nanos = requireNonNull(nanos, "nanos is null");
  }

  /// Observes which elements are present now, and returns the time of each. An element that is
  /// absent starts again from zero when it returns.
  Map<T, Duration> observe(Set<T> present) {
    var now = nanos.getAsLong();
    since.keySet().retainAll(present);
    present.forEach(each -> since.putIfAbsent(each, now));
    var durations = new HashMap<T, Duration>();
    since.forEach((each, start) -> durations.put(each, Duration.ofNanos(now - start)));
    return durations;
  }
}
