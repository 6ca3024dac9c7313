package io.metricssidecar.contract.exposition;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/// The series of one family that grow while the process runs, by their labels. Safe to use from any
/// thread.
///
/// A family without labels of its own has its one series from the start, so that it is exported
/// with 0; other series are there once they are first used.
///
/// @param <T> collector of the values of one series
final class LiveSeries<T> {
  private final Map<String, String> common;
  private final Supplier<T> empty;
  private final Map<Map<String, String>, T> series = new ConcurrentHashMap<>();

  /// @param common labels of every series
  /// @param empty a series without values
  LiveSeries(MetricFamily family, Map<String, String> common, Supplier<T> empty) {
    this.common = Map.copyOf(common);
    this.empty = empty;
    if (family.labels().isEmpty()) {
      with(Map.of());
    }
  }

  /// The series with these labels and the common ones.
  T with(Map<String, String> labels) {
    return series.computeIfAbsent(merged(labels), _ -> empty.get());
  }

  /// All series, each read by the function.
  <V> List<V> read(BiFunction<Map<String, String>, T, V> read) {
    return series.entrySet().stream()
        .map(entry -> read.apply(entry.getKey(), entry.getValue()))
        .toList();
  }

  private Map<String, String> merged(Map<String, String> labels) {
    if (common.isEmpty()) {
      return Map.copyOf(labels);
    }
    var merged = new HashMap<>(common);
    merged.putAll(labels);
    return Map.copyOf(merged);
  }
}
