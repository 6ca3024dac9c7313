package io.metricssidecar.e2e.attack;

import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/// Counts of outcomes by name. Any thread may add.
final class Tally {
  private final ConcurrentMap<String, LongAdder> counts = new ConcurrentHashMap<>();

  void add(String outcome) {
    counts.computeIfAbsent(outcome, _ -> new LongAdder()).increment();
  }

  /// The counts, in the order of the names.
  @Override
  public String toString() {
    return new TreeMap<>(counts).toString();
  }
}
