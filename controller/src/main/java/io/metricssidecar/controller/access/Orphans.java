package io.metricssidecar.controller.access;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Since when objects have belonged to no workload with sidecars. For one thread.
final class Orphans {
  /// How long rights outlive a workload's last pod, so that a restart of all pods does not take
  /// them away and give them back.
  static final Duration LINGER = Duration.ofSeconds(60);

  private final Map<AccessPlan.Key, Instant> since = new HashMap<>();

  /// The orphans that have been orphans for long enough. A clock that was set back makes them wait
  /// longer.
  ///
  /// @param orphans as they are now; whoever is missing is none any more, and starts anew
  /// @param now by the wall clock
  Set<AccessPlan.Key> overdue(Set<AccessPlan.Key> orphans, Instant now) {
    since.keySet().retainAll(orphans);
    var overdue = new HashSet<AccessPlan.Key>();
    for (var key : orphans) {
      if (!now.isBefore(since.computeIfAbsent(key, _ -> now).plus(LINGER))) {
        overdue.add(key);
      }
    }
    return overdue;
  }
}
