package io.metricssidecar.simulation.world.watch.overload;

import io.metricssidecar.simulation.world.agent.Stage;
import java.util.List;

/// What the overloads of some runs waited for.
///
/// @param runs in which they were
/// @param requests that were offered in all of these runs
public record StageTotals(List<OverloadFigures> runs, double requests) {
  public StageTotals {
    runs = List.copyOf(runs);
  }

  /// The number of overloads.
  ///
  /// @param out whether of those whose pod was shed, or of the others
  public long count(boolean out) {
    return overloads(out).size();
  }

  /// The mean time of an overload in a stage, in seconds; NaN without an overload.
  ///
  /// @param out whether of those whose pod was shed, or of the others
  public double seconds(Stage stage, boolean out) {
    return overloads(out).stream()
        .mapToInt(overload -> overload.seconds().getOrDefault(stage, 0))
        .average()
        .orElse(Double.NaN);
  }

  /// The share of all requests that were late or dropped in pods in a stage, from 0 to 1.
  public double failed(Stage stage) {
    return requests == 0
        ? 0
        : runs.stream().mapToDouble(run -> run.failed().getOrDefault(stage, 0.0)).sum() / requests;
  }

  private List<Overload> overloads(boolean out) {
    return runs.stream()
        .flatMap(run -> run.overloads().stream())
        .filter(overload -> overload.out() == out)
        .toList();
  }
}
