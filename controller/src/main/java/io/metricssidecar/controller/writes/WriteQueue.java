package io.metricssidecar.controller.writes;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toSet;

import io.metricssidecar.controller.workloads.NamespacedName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The workloads whose writes have not begun, and those whose writes are under way. A workload is
/// never both begun and begun again. For any thread.
final class WriteQueue {
  /// Time for which a namespace is left alone after a write that it did not accept.
  static final Duration REFUSED = Duration.ofSeconds(5);

  private final Holds holds;
  private final List<WorkloadWrites> open = new ArrayList<>();
  private final Set<NamespacedName> running = new HashSet<>();
  private final Map<String, Long> lastTurns = new HashMap<>();
  private final Map<String, Instant> refusedUntil = new HashMap<>();
  private final Set<NamespacedName> failed = new HashSet<>();
  private long turns;
  private boolean closed;

  /// @param holds the writes that are left alone
  WriteQueue(Holds holds) {
    this.holds = requireNonNull(holds, "holds is null");
  }

  /// Replaces what has not begun.
  ///
  /// @param plan all writes that there are to do: what is known of other workloads is forgotten
  synchronized void replace(List<WorkloadWrites> plan) {
    open.clear();
    open.addAll(plan);
    var names = new HashSet<>(running);
    plan.forEach(one -> names.add(one.name()));
    var namespaces = names.stream().map(NamespacedName::namespace).collect(toSet());
    failed.retainAll(names);
    lastTurns.keySet().retainAll(namespaces);
    refusedUntil.keySet().retainAll(namespaces);
  }

  /// Begins with the writes of one workload; empty where none may begin now.
  ///
  /// @param now by the wall clock
  synchronized Optional<WorkloadWrites> take(Instant now) {
    if (closed) {
      return Optional.empty();
    }
    var ready = open.stream().filter(one -> ready(one, now)).toList();
    var history = new Turns.History(running, lastTurns, refusedUntil.keySet(), failed);
    var next = Turns.next(ready, history);
    next.ifPresent(this::begin);
    return next;
  }

  private boolean ready(WorkloadWrites one, Instant now) {
    var refused = refusedUntil.get(one.namespace());
    return (refused == null || !now.isBefore(refused))
        && one.actions().stream().anyMatch(action -> !holds.held(action, now));
  }

  private void begin(WorkloadWrites next) {
    open.remove(next);
    running.add(next.name());
    lastTurns.put(next.namespace(), ++turns);
  }

  /// Ends the writes of a workload.
  ///
  /// @param failure the last one; empty where none failed
  /// @param now by the wall clock
  synchronized void ended(NamespacedName name, Optional<Outcome.Failed> failure, Instant now) {
    running.remove(name);
    if (failure.isPresent()) {
      failed.add(name);
    } else {
      failed.remove(name);
    }
    if (failure.filter(Outcome.Failed::unavailable).isPresent()) {
      refusedUntil.put(name.namespace(), now.plus(REFUSED));
    } else {
      refusedUntil.remove(name.namespace());
    }
  }

  /// Lets nothing more begin.
  synchronized void close() {
    closed = true;
  }

  /// True if nothing more may begin.
  synchronized boolean closed() {
    return closed;
  }
}
