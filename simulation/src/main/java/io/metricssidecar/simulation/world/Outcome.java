package io.metricssidecar.simulation.world;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.simulation.world.scenario.Scenario;
import io.metricssidecar.simulation.world.watch.Figures;
import io.metricssidecar.simulation.world.watch.Violation;
import java.util.List;

/// What a run has shown.
///
/// @param scenario that was run
/// @param violations the first of each invariant, in the order of time
/// @param figures that were counted
public record Outcome(Scenario scenario, List<Violation> violations, Figures figures) {
  public Outcome {
    requireNonNull(scenario, "scenario is null");
    violations = List.copyOf(violations);
    requireNonNull(figures, "figures is null");
  }
}
