package io.metricssidecar.webhook.certificates;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/// For how long each of some things has been there without a break, by a clock that does not jump.
final class Uptimes<T> {
  private final LongSupplier nanos;
  private final Map<T, Long> since = new HashMap<>();

  /// @param nanos of a clock that does not jump
  Uptimes(LongSupplier nanos) {
    this.nanos = requireNonNull(nanos, "nanos is null");
  }

  /// What is there now; everything else starts anew when it comes back.
  Map<T, Duration> see(Set<T> present) {
    var now = nanos.getAsLong();
    since.keySet().retainAll(present);
    present.forEach(each -> since.putIfAbsent(each, now));
    var durations = new HashMap<T, Duration>();
    since.forEach((each, start) -> durations.put(each, Duration.ofNanos(now - start)));
    return durations;
  }
}
