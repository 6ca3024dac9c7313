package io.metricssidecar.simulation.world.scenario;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.simulation.world.time.Period;
import java.time.Duration;
import java.util.List;

/// Faults of nodes. A node is named by its position.
///
/// @param starved nodes without CPU for a while
/// @param deaths nodes that end
/// @param clockError maximum error of a node's clock, to either side
/// @param crashes of application containers
public record NodePlan(
    List<Starved> starved, List<Death> deaths, Duration clockError, List<Crash> crashes) {
  /// No faults.
  public static final NodePlan HEALTHY =
      new NodePlan(List.of(), List.of(), Duration.ZERO, List.of());

  public NodePlan {
    starved = List.copyOf(starved);
    deaths = List.copyOf(deaths);
    requireNonNull(clockError, "clockError is null");
    crashes = List.copyOf(crashes);
  }

  /// A node without CPU: each wake-up of a sidecar there waits for a random time.
  ///
  /// @param stall maximum wait
  public record Starved(int node, Period period, Duration stall) {}

  /// A node ends, with all that runs on it.
  public record Death(int node, Duration at) {}

  /// An application container ends and starts again.
  ///
  /// @param pod its position among the pods in order of their creation
  public record Crash(int pod, Duration at) {}
}
