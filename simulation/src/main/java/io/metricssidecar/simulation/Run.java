package io.metricssidecar.simulation;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.simulation.world.Outcome;
import io.metricssidecar.simulation.world.World;
import io.metricssidecar.simulation.world.scenario.Scenario;
import io.metricssidecar.simulation.world.watch.Figures;
import io.metricssidecar.simulation.world.watch.Violation;
import java.util.List;
import java.util.stream.Collectors;

/// What one run has shown.
///
/// @param seed of its scenario
/// @param decider in its pods
/// @param promised whether the promise of the floor covers its scenario
/// @param violations the first of each invariant, in the order of time
/// @param figures that were counted
record Run(
    long seed, Decider decider, boolean promised, List<Violation> violations, Figures figures) {
  Run {
    requireNonNull(decider, "decider is null");
    violations = List.copyOf(violations);
    requireNonNull(figures, "figures is null");
  }

  /// Lets a scenario pass with one decider in all of its pods.
  static Run of(Scenario scenario, Decider decider) {
    return of(new World(scenario, decider.agents()).run(), decider);
  }

  static Run of(Outcome outcome, Decider decider) {
    var scenario = outcome.scenario();
    return new Run(
        scenario.seed(), decider, scenario.promised(), outcome.violations(), outcome.figures());
  }

  /// Whether the product has broken its promise.
  boolean failed() {
    return decider == Decider.SHIPPED && promised && !violations.isEmpty();
  }

  /// The command that shows it again, and what was violated.
  String text() {
    return violations.stream()
        .map(Violation::text)
        .collect(Collectors.joining("\n", command() + "\n", "\n"));
  }

  /// The command that shows it again.
  String command() {
    return "make simulate SEED=" + seed;
  }
}
