package io.metricssidecar.controller.writes;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.metricssidecar.controller.workloads.NamespacedName;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The rule that tells whose writes are next. Namespaces take turns: the one with the fewest
/// workloads under way, and of these the one whose last turn is longest ago, so that a thousand
/// workloads of one namespace delay no other. Inside a namespace those come first that did not
/// fail, and of these the ones whose pods wait.
final class Turns {
  /// Workloads whose writes are under way at the same time, at most.
  static final int AT_ONCE = 8;

  /// Those of one namespace, at most: the rest is left for others even while its writes hang.
  static final int IN_ONE_NAMESPACE = 4;

  /// Those of a namespace whose last write was not accepted.
  static final int IN_A_FAILING_NAMESPACE = 1;

  /// What has happened so far.
  ///
  /// @param running workloads whose writes are under way
  /// @param lastTurns number of the last turn of each namespace; without those that had none
  /// @param failingNamespaces whose last write was not accepted
  /// @param failed workloads whose last writes failed
  record History(
      Set<NamespacedName> running,
      Map<String, Long> lastTurns,
      Set<String> failingNamespaces,
      Set<NamespacedName> failed) {}

  /// The writes to start now; empty where all have to wait.
  ///
  /// @param open writes that are to be done
  static Optional<WorkloadWrites> next(Collection<WorkloadWrites> open, History history) {
    if (history.running().size() >= AT_ONCE) {
      return Optional.empty();
    }
    var running =
        history.running().stream().collect(groupingBy(NamespacedName::namespace, counting()));
    var order =
        Comparator.comparing((WorkloadWrites one) -> running.getOrDefault(one.namespace(), 0L))
            .thenComparing(one -> history.lastTurns().getOrDefault(one.namespace(), 0L))
            .thenComparing(one -> history.failed().contains(one.name()))
            .thenComparing(one -> !one.awaited())
            .thenComparing(WorkloadWrites::name);
    return open.stream()
        .filter(one -> !history.running().contains(one.name()))
        .filter(one -> running.getOrDefault(one.namespace(), 0L) < limit(one.namespace(), history))
        .min(order);
  }

  private static int limit(String namespace, History history) {
    return history.failingNamespaces().contains(namespace)
        ? IN_A_FAILING_NAMESPACE
        : IN_ONE_NAMESPACE;
  }

  private Turns() {}
}
