package io.metricssidecar.testing;

import java.util.LinkedHashMap;
import java.util.Map;

/// The number of tries per kind of case: a property that never meets its interesting case proves
/// nothing, so it states the share that it must reach.
///
/// @param <K> the kinds, which are compared by `equals`
public final class Tally<K> {
  private final Map<K, Integer> counts = new LinkedHashMap<>();
  private int total;

  /// Counts one case.
  ///
  /// @param kind of the case
  public void add(K kind) {
    counts.merge(kind, 1, Integer::sum);
    total++;
  }

  /// Asserts that one kind was met often enough.
  ///
  /// @param kind to look at
  /// @param percent of all counted cases, which this kind must exceed
  /// @throws AssertionError if the share is not greater, or nothing was counted
  public void assertMoreThan(K kind, double percent) {
    var share = total == 0 ? 0 : 100.0 * counts.getOrDefault(kind, 0) / total;
    if (share <= percent) {
      throw new AssertionError(
          "%s was met in %.2f %% of %d cases, must be more than %s %% (seed %s): %s"
              .formatted(kind, share, total, percent, Seed.ofThisRun(), counts));
    }
  }

  @Override
  public String toString() {
    return counts.toString();
  }
}
