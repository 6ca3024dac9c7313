package io.metricssidecar.simulation.world.scenario;

import io.metricssidecar.simulation.world.time.Period;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// The load on the workload.
///
/// @param cores that all requests together need, before surges
/// @param surges times at which they need more
/// @param hotSpots work of single pods that does not follow requests
/// @param keptShare share of the requests that use connections which stay with their pod
/// @param connectionLife mean life of such a connection
/// @param memoryBase share of the memory limit that a pod uses without load
/// @param memoryPerLoad share of the memory limit that comes with full CPU load; it is not given
///   back
public record LoadPlan(
    double cores,
    List<Surge> surges,
    List<HotSpot> hotSpots,
    double keptShare,
    Duration connectionLife,
    double memoryBase,
    double memoryPerLoad) {
  public LoadPlan {
    surges = List.copyOf(surges);
    hotSpots = List.copyOf(hotSpots);
    if (cores < 0 || keptShare < 0 || keptShare > 1) {
      throw new IllegalArgumentException(
          "no load: %s cores, kept share %s".formatted(cores, keptShare));
    }
    if (connectionLife.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("connectionLife is too short: " + connectionLife);
    }
  }

  /// All requests need this much more.
  ///
  /// @param factor of the cores
  public record Surge(Period period, double factor) {}

  /// One pod has more work than the others.
  ///
  /// @param pod its position among the pods in order of their creation
  /// @param cores of that work
  /// @param follows whether it comes with requests, which go to the other pods once this one is no
  ///   endpoint; otherwise it is the pod's own, and shedding does not help
  public record HotSpot(int pod, Period period, double cores, boolean follows) {}

  /// The same load all the time, a fifth of it over kept connections.
  public static LoadPlan steady(double cores) {
    return new LoadPlan(cores, List.of(), List.of(), 0.2, Duration.ofSeconds(60), 0.3, 0.3);
  }

  public LoadPlan withSurges(Surge... added) {
    return new LoadPlan(
        cores, List.of(added), hotSpots, keptShare, connectionLife, memoryBase, memoryPerLoad);
  }

  public LoadPlan withHotSpots(HotSpot... added) {
    return new LoadPlan(
        cores, surges, List.of(added), keptShare, connectionLife, memoryBase, memoryPerLoad);
  }

  /// The cores that all requests need at a time.
  public double cores(Duration at) {
    var needed = cores;
    for (var surge : surges) {
      if (surge.period().contains(at)) {
        needed *= surge.factor();
      }
    }
    return needed;
  }

  /// The hot spots of one pod at a time.
  public List<HotSpot> hotSpots(int pod, Duration at) {
    List<HotSpot> present = List.of();
    for (var spot : hotSpots) {
      if (spot.pod() == pod && spot.period().contains(at)) {
        present = Stream.concat(present.stream(), Stream.of(spot)).toList();
      }
    }
    return present;
  }

  /// Whether the load has been the same for some time.
  public boolean steady(Duration from, Duration to) {
    return Stream.concat(surges.stream().map(Surge::period), hotSpots.stream().map(HotSpot::period))
        .flatMap(period -> Stream.of(period.from(), period.to()))
        .noneMatch(change -> change.compareTo(from) >= 0 && change.compareTo(to) <= 0);
  }
}
