package io.metricssidecar.cluster.health;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/// Whether the API server may send reviews here: every condition holds and nobody has said to stop.
public final class Readiness {
  private final Map<String, BooleanSupplier> conditions = new ConcurrentHashMap<>();
  private final AtomicBoolean stopping = new AtomicBoolean();

  /// Adds a condition; its name is what people read while it does not hold.
  public void require(String name, BooleanSupplier condition) {
    conditions.put(name, condition);
  }

  /// From now on not ready, whatever holds.
  public void stop() {
    stopping.set(true);
  }

  /// Whether the order to stop was given.
  public boolean stopping() {
    return stopping.get();
  }

  /// What is missing, in alphabetical order; empty when ready.
  List<String> missing() {
    var missing = new LinkedHashMap<>(conditions);
    missing.values().removeIf(BooleanSupplier::getAsBoolean);
    return stopping() ? List.of("stopping") : missing.keySet().stream().sorted().toList();
  }
}
