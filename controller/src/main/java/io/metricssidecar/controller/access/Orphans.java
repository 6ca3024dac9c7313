package io.metricssidecar.controller.access;

import io.metricssidecar.controller.workloads.NamespacedName;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// A record of how long objects have belonged to no workload with sidecars. For one thread.
final class Orphans {
  /// The time that rights outlive a workload's last pod, so that a restart of all pods does not
  /// take them away and give them back.
  static final Duration LINGER = Duration.ofSeconds(60);

  private final Map<NamespacedName, Instant> since = new HashMap<>();

  /// The orphans that have been orphans for long enough. A clock that was set back makes them wait
  /// longer.
  ///
  /// @param orphans at this moment; the others are forgotten and start again
  /// @param now by the wall clock
  Set<NamespacedName> overdue(Set<NamespacedName> orphans, Instant now) {
    since.keySet().retainAll(orphans);
    var overdue = new HashSet<NamespacedName>();
    for (var key : orphans) {
      if (!now.isBefore(since.computeIfAbsent(key, _ -> now).plus(LINGER))) {
        overdue.add(key);
      }
    }
    return overdue;
  }
}
