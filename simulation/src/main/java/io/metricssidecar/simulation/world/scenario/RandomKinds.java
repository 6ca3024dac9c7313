package io.metricssidecar.simulation.world.scenario;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.simulation.world.scenario.FleetPlan.Kind;
import io.metricssidecar.simulation.world.scenario.FleetPlan.Slices;
import io.metricssidecar.simulation.world.time.Chance;

/// The random mode, kind of workload and EndpointSlices of a scenario. Each has a source of chance
/// of its own, so that one more of them leaves all else of a seed as it is.
///
/// @param chance of the seed
record RandomKinds(Chance chance) {
  /// With more pods a set whose pods start one after the other would not be complete in time.
  private static final int MAX_ORDERED = 8;

  RandomKinds {
    requireNonNull(chance, "chance is null");
  }

  /// Mostly `enforce`.
  String mode() {
    var draw = chance.of("mode").nextDouble();
    return draw < 0.82 ? "enforce" : draw < 0.9 ? "auto" : draw < 0.96 ? "observe" : "local";
  }

  /// Mostly a Deployment.
  Kind workload(int replicas) {
    var draw = chance.of("kind").nextDouble();
    if (draw < 0.88) {
      return Kind.DEPLOYMENT;
    }
    return draw < 0.94 || replicas > MAX_ORDERED
        ? Kind.PARALLEL_STATEFUL_SET
        : Kind.ORDERED_STATEFUL_SET;
  }

  /// Mostly one slice; sometimes slices of few endpoints, and those of other Services.
  Slices slices() {
    var own = chance.of("slices");
    return new Slices(
        own.nextDouble() < 0.8 ? 100 : 2 + own.nextInt(6),
        own.nextDouble() < 0.8 ? 0 : own.nextInt(70),
        3);
  }
}
