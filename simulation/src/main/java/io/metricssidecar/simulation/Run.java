package io.metricssidecar.simulation;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.simulation.world.Outcome;
import io.metricssidecar.simulation.world.World;
import io.metricssidecar.simulation.world.scenario.Group;
import io.metricssidecar.simulation.world.scenario.Scenario;
import io.metricssidecar.simulation.world.watch.Figures;
import io.metricssidecar.simulation.world.watch.Violation;
import java.util.List;
import java.util.stream.Collectors;

/// What one run has shown.
///
/// @param seed of its scenario
/// @param decider in its pods
/// @param group of its scenario
/// @param violations the first of each invariant, in the order of time
/// @param figures that were counted
record Run(long seed, Decider decider, Group group, List<Violation> violations, Figures figures) {
  Run {
    requireNonNull(decider, "decider is null");
    requireNonNull(group, "group is null");
    violations = List.copyOf(violations);
    requireNonNull(figures, "figures is null");
  }

  /// Lets a scenario pass with one decider in all of its pods.
  static Run of(Scenario scenario, Decider decider) {
    return of(new World(scenario, decider.agents()).run(), decider);
  }

  static Run of(Outcome outcome, Decider decider) {
    var scenario = outcome.scenario();
    var run =
        new Run(
            scenario.seed(), decider, Group.of(scenario), outcome.violations(), outcome.figures());
    return run.failed() || run.violations().isEmpty() ? run : run.withoutTimelines();
  }

  /// Nobody reads the events before a violation that is none of ours, and thousands of runs have
  /// some.
  private Run withoutTimelines() {
    var shortened = violations.stream().map(Violation::withoutTimeline).toList();
    return new Run(seed, decider, group, shortened, figures);
  }

  /// Whether the product promises something for its scenario.
  boolean promised() {
    return group.promised();
  }

  /// Whether the product has broken its promise.
  boolean failed() {
    return decider == Decider.SHIPPED && promised() && !violations.isEmpty();
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
