package io.metricssidecar.simulation.world.scenario;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.sidecar.Limits;
import java.time.Duration;

/// The workload and its nodes.
///
/// @param replicas desired pods at the begin
/// @param nodes that pods are spread over, one after the other
/// @param zones that nodes are spread over
/// @param cpuMillicores limit of the application's container
/// @param memoryBytes limit of the application's container
/// @param appStart from the start of the application's container until it is ready
/// @param grace from SIGTERM until the pod has ended
/// @param headless whether a second Service, which publishes unready addresses, selects the pods
public record FleetPlan(
    int replicas,
    int nodes,
    int zones,
    long cpuMillicores,
    long memoryBytes,
    Duration appStart,
    Duration grace,
    boolean headless) {
  public FleetPlan {
    if (replicas < 1 || nodes < 1 || zones < 1) {
      throw new IllegalArgumentException(
          "a fleet needs pods, nodes and zones: %d, %d, %d".formatted(replicas, nodes, zones));
    }
    requireNonNull(appStart, "appStart is null");
    requireNonNull(grace, "grace is null");
  }

  /// A fleet of small pods on three nodes.
  public static FleetPlan of(int replicas) {
    return new FleetPlan(
        replicas, 3, 1, 1_000, 512L << 20, Duration.ofSeconds(5), Duration.ofSeconds(10), false);
  }

  /// The limits of the application's container.
  public Limits limits() {
    return new Limits(cpuMillicores, memoryBytes);
  }
}
