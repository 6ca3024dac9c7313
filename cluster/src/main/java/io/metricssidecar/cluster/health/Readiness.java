package io.metricssidecar.cluster.health;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Readiness of a process: ready while every condition holds and the process is not stopping.
public final class Readiness {
  private final Map<String, BooleanSupplier> conditions = new ConcurrentHashMap<>();
  private final List<Supplier<List<String>>> details = new CopyOnWriteArrayList<>();
  private final AtomicBoolean stopping = new AtomicBoolean();

  /// Adds a condition; `/readyz` shows its name while it does not hold.
  public void require(String name, BooleanSupplier condition) {
    conditions.put(name, condition);
  }

  /// Adds details that `/readyz` shows and that change nothing about the readiness.
  ///
  /// @param failing what does not work at the moment, as sentences
  public void mention(Supplier<List<String>> failing) {
    details.add(failing);
  }

  /// Makes the process unready for good.
  public void stop() {
    stopping.set(true);
  }

  /// True after [#stop].
  public boolean stopping() {
    return stopping.get();
  }

  /// What does not work at the moment, as sentences.
  List<String> failing() {
    return details.stream().flatMap(detail -> detail.get().stream()).toList();
  }

  /// The conditions that do not hold, in alphabetical order; empty when ready.
  List<String> missing() {
    var missing = new LinkedHashMap<>(conditions);
    missing.values().removeIf(BooleanSupplier::getAsBoolean);
    return stopping() ? List.of("stopping") : missing.keySet().stream().sorted().toList();
  }
}
