package io.metricssidecar.cluster.health;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/// Liveness of a process: alive while nothing in it is dead that only a new process can replace.
/// Any thread may add and read.
public final class Liveness {
  private final List<Supplier<List<String>>> parts = new CopyOnWriteArrayList<>();

  /// Adds a part; while anything in it is dead, `/livez` answers 503 and names it.
  ///
  /// @param dead what is dead, as sentences
  public void watch(Supplier<List<String>> dead) {
    parts.add(dead);
  }

  /// What is dead, as sentences; empty while the process is alive.
  List<String> dead() {
    return parts.stream().flatMap(part -> part.get().stream()).toList();
  }
}
