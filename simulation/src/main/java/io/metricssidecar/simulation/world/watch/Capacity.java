package io.metricssidecar.simulation.world.watch;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.simulation.world.cluster.Cluster;
import io.metricssidecar.simulation.world.cluster.Pod;
import io.metricssidecar.simulation.world.scenario.LoadPlan.HotSpot;
import java.time.Duration;
import java.util.Collection;

/// The true load that a set of pods would carry, which no sample shows.
final class Capacity {
  private final Cluster cluster;

  Capacity(Cluster cluster) {
    this.cluster = requireNonNull(cluster, "cluster is null");
  }

  /// What a pod is offered now, as a share of its limit.
  double offered(Pod pod) {
    return pod.use().offered() / limit();
  }

  /// The mean that these pods are offered once they get all requests, as a share of their limit;
  /// infinite for none.
  double mean(Collection<Pod> serving) {
    if (serving.isEmpty()) {
      return Double.POSITIVE_INFINITY;
    }
    var plan = cluster.scenario().load();
    var now = cluster.time().now();
    var following = cluster.pods().stream().mapToDouble(pod -> spots(pod, now, true)).sum();
    var own = serving.stream().mapToDouble(pod -> spots(pod, now, false)).sum();
    return (plan.cores(now) + following + own) / serving.size() / limit();
  }

  private double spots(Pod pod, Duration now, boolean follows) {
    return cluster.scenario().load().hotSpots(pod.number(), now).stream()
        .filter(spot -> spot.follows() == follows)
        .mapToDouble(HotSpot::cores)
        .sum();
  }

  private double limit() {
    return cluster.scenario().fleet().cpuMillicores() / 1000.0;
  }
}
