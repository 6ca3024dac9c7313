package io.metricssidecar.simulation.world.scenario;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.sidecar.Limits;
import java.time.Duration;

/// The workload and its nodes.
///
/// @param kind of the workload
/// @param replicas desired pods at the begin
/// @param nodes that pods are spread over, one after the other
/// @param zones that nodes are spread over
/// @param cpuMillicores limit of the application's container
/// @param memoryBytes limit of the application's container
/// @param appStart from the start of the application's container until it is ready
/// @param grace from SIGTERM until the pod has ended
/// @param headless whether a second Service, which publishes unready addresses, selects the pods
/// @param slices EndpointSlices of the namespace
public record FleetPlan(
    Kind kind,
    int replicas,
    int nodes,
    int zones,
    long cpuMillicores,
    long memoryBytes,
    Duration appStart,
    Duration grace,
    boolean headless,
    Slices slices) {
  /// Kinds of workloads, and their rule of the order of pods.
  public enum Kind {
    /// Pods have no order.
    DEPLOYMENT("Deployment"),
    /// `podManagementPolicy: Parallel`.
    PARALLEL_STATEFUL_SET("StatefulSet"),
    /// `podManagementPolicy: OrderedReady`: a pod that is not Ready blocks the others.
    ORDERED_STATEFUL_SET("StatefulSet");

    private final String kind;

    Kind(String kind) {
      this.kind = kind;
    }

    /// The `kind` of the object.
    public String kind() {
      return kind;
    }
  }

  public FleetPlan {
    requireNonNull(kind, "kind is null");
    if (replicas < 1 || nodes < 1 || zones < 1) {
      throw new IllegalArgumentException(
          "a fleet needs pods, nodes and zones: %d, %d, %d".formatted(replicas, nodes, zones));
    }
    requireNonNull(appStart, "appStart is null");
    requireNonNull(grace, "grace is null");
    requireNonNull(slices, "slices is null");
  }

  /// A fleet of small pods on three nodes.
  public static FleetPlan of(int replicas) {
    return new FleetPlan(
        Kind.DEPLOYMENT,
        replicas,
        3,
        1,
        1_000,
        512L << 20,
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        false,
        Slices.FEW);
  }

  /// The EndpointSlices of the namespace.
  ///
  /// @param endpoints of a slice at most: 100 by the default of their controller, 1,000 by its
  ///   bound
  /// @param others slices of other Services
  /// @param otherEndpoints of each of those
  public record Slices(int endpoints, int others, int otherEndpoints) {
    /// One slice for each Service, and no other Service.
    public static final Slices FEW = new Slices(100, 0, 0);

    public Slices {
      if (endpoints < 1 || others < 0 || Math.max(endpoints, otherEndpoints) > 1_000) {
        throw new IllegalArgumentException(
            "no slices: %d, %d, %d".formatted(endpoints, others, otherEndpoints));
      }
    }
  }

  /// The same as another kind of workload.
  public FleetPlan with(Kind other) {
    return new FleetPlan(
        other,
        replicas,
        nodes,
        zones,
        cpuMillicores,
        memoryBytes,
        appStart,
        grace,
        headless,
        slices);
  }

  /// The same in a namespace with these slices.
  public FleetPlan with(Slices other) {
    return new FleetPlan(
        kind, replicas, nodes, zones, cpuMillicores, memoryBytes, appStart, grace, headless, other);
  }

  /// The limits of the application's container.
  public Limits limits() {
    return new Limits(cpuMillicores, memoryBytes);
  }
}
