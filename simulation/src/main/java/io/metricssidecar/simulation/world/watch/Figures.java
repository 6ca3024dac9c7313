package io.metricssidecar.simulation.world.watch;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.simulation.world.load.Requests;
import io.metricssidecar.simulation.world.watch.overload.OverloadFigures;
import java.time.Duration;

/// What is counted in a run, from the moment at which all pods were ready for the first time.
///
/// @param counted length of that time
/// @param belowFloor time with fewer ready endpoints than the floor
/// @param atZero time without a ready endpoint
/// @param oursBeyond time with more pods out because of us than there are slots
/// @param sheds pods that began to answer 400
/// @param flips changes of a pod between ready and not ready that are ours
/// @param overloads of single pods
/// @param requests to the workload
/// @param replicaSeconds desired replicas, summed over time
/// @param apiRequests of all sidecars
/// @param podSeconds pods that ran, summed over time
public record Figures(
    Duration counted,
    Duration belowFloor,
    Duration atZero,
    Duration oursBeyond,
    int sheds,
    int flips,
    OverloadFigures overloads,
    Requests requests,
    double replicaSeconds,
    long apiRequests,
    double podSeconds) {
  public Figures {
    requireNonNull(counted, "counted is null");
    requireNonNull(belowFloor, "belowFloor is null");
    requireNonNull(atZero, "atZero is null");
    requireNonNull(oursBeyond, "oursBeyond is null");
    requireNonNull(overloads, "overloads is null");
    requireNonNull(requests, "requests is null");
  }

  /// The mean of the desired replicas.
  public double meanReplicas() {
    return counted.isZero() ? 0 : replicaSeconds / (counted.toMillis() / 1000.0);
  }

  /// Requests to the API server per pod and minute.
  public double apiRequestsPerPodMinute() {
    return podSeconds == 0 ? 0 : apiRequests / podSeconds * 60;
  }
}
