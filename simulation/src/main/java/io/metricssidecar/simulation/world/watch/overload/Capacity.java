package io.metricssidecar.simulation.world.watch.overload;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.decision.overload.Pressure;
import io.metricssidecar.decision.overload.Pressure.Utilization;
import io.metricssidecar.simulation.world.cluster.Cluster;
import io.metricssidecar.simulation.world.cluster.Pod;
import io.metricssidecar.simulation.world.scenario.LoadPlan.HotSpot;
import java.time.Duration;
import java.util.Collection;

/// The true load that a set of pods would carry, which no sample shows.
public final class Capacity {
  private final Cluster cluster;

  public Capacity(Cluster cluster) {
    this.cluster = requireNonNull(cluster, "cluster is null");
  }

  /// What a pod is offered now, as a share of its limit.
  public double offered(Pod pod) {
    return pod.use().offered() / limit();
  }

  /// The mean that these pods are offered once they get all requests, as a share of their limit;
  /// infinite for none.
  public double mean(Collection<Pod> serving) {
    if (serving.isEmpty()) {
      return Double.POSITIVE_INFINITY;
    }
    var plan = cluster.scenario().load();
    var now = cluster.time().now();
    var following = cluster.pods().stream().mapToDouble(pod -> spots(pod, now, true)).sum();
    var own = serving.stream().mapToDouble(pod -> spots(pod, now, false)).sum();
    return (plan.cores(now) + following + own) / serving.size() / limit();
  }

  /// What a pod would be offered at a later time if nothing but the load changed, as a share of its
  /// limit.
  double offered(Pod pod, Duration at) {
    return offered(pod) + demand(pod, at) - demand(pod, cluster.time().now());
  }

  /// What the load wants of a pod that is an endpoint beside those of now.
  private double demand(Pod pod, Duration at) {
    var others = cluster.pods().stream().filter(other -> other != pod).toList();
    var serving = others.stream().filter(Pod::serves).count() + 1;
    var moved =
        others.stream()
            .filter(other -> !other.serves())
            .mapToDouble(other -> spots(other, at, true))
            .sum();
    var shared = (cluster.scenario().load().cores(at) + moved) / serving;
    return (shared + spots(pod, at, true) + spots(pod, at, false)) / limit();
  }

  /// Whether a pod is offered more than the user's thresholds allow. Where memory alone decides
  /// there is no such overload: it does not end when requests go elsewhere.
  boolean overloaded(Pod pod) {
    return above(offered(pod), memory(pod.use().memoryBytes())) && !memoryOverloads(pod);
  }

  /// Whether the metrics API serves a sample of a pod that says so.
  boolean sampleOverloads(Pod pod) {
    var sample = cluster.metrics().get(pod.name());
    return sample != null
        && sample.containers().stream()
            .filter(usage -> usage.container().equals("app"))
            .anyMatch(usage -> above(usage.cpuCores() / limit(), memory(usage.memoryBytes())));
  }

  /// Whether memory alone makes a pod overloaded, whatever its CPU does.
  boolean memoryOverloads(Pod pod) {
    return above(0, memory(pod.use().memoryBytes()));
  }

  private boolean above(double cpu, double memory) {
    return Pressure.of(new Utilization(cpu, memory), cluster.settings())
        .filter(pressure -> pressure.value() > 1)
        .isPresent();
  }

  private double memory(double bytes) {
    return bytes / cluster.scenario().fleet().memoryBytes();
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
