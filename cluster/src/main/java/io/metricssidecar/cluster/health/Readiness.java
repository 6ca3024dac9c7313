package io.metricssidecar.cluster.health;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/// Readiness of a process: ready while every condition holds and the process is not stopping.
public final class Readiness {
  private final Map<String, BooleanSupplier> conditions = new ConcurrentHashMap<>();
  private final AtomicBoolean stopping = new AtomicBoolean();

  /// Adds a condition; `/readyz` shows its name while it does not hold.
  public void require(String name, BooleanSupplier condition) {
    conditions.put(name, condition);
  }

  /// Makes the process unready for good.
  public void stop() {
    stopping.set(true);
  }

  /// True after [#stop].
  public boolean stopping() {
    return stopping.get();
  }

  /// The conditions that do not hold, in alphabetical order; empty when ready.
  List<String> missing() {
    var missing = new LinkedHashMap<>(conditions);
    missing.values().removeIf(BooleanSupplier::getAsBoolean);
    return stopping() ? List.of("stopping") : missing.keySet().stream().sorted().toList();
  }
}
