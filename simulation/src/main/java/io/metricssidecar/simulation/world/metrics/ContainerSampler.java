package io.metricssidecar.simulation.world.metrics;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.simulation.world.cluster.Cluster;
import io.metricssidecar.simulation.world.cluster.Pod;
import io.metricssidecar.simulation.world.scenario.PipelinePlan.Sampling;
import io.metricssidecar.simulation.world.time.Chance;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The counters of all containers as the kubelets serve them: those of the last housekeeping, or of
/// this moment.
final class ContainerSampler {
  /// cAdvisor: the base interval, times one and a random share.
  private static final Duration HOUSEKEEPING = Duration.ofSeconds(10);

  private final Cluster cluster;
  private final Chance chance;
  private final Map<String, Counters> taken = new HashMap<>();

  /// The counters of a container.
  ///
  /// @param at when they were read
  /// @param started when the container started: those of another life say nothing of this one
  /// @param cpuSeconds since that start
  record Counters(Duration at, Duration started, double cpuSeconds, double memoryBytes) {}

  ContainerSampler(Cluster cluster) {
    this.cluster = requireNonNull(cluster, "cluster is null");
    chance = cluster.chance("housekeeping");
  }

  /// A pod is there.
  void follow(Pod pod) {
    if (cluster.scenario().pipeline().sampling() == Sampling.CADVISOR) {
      housekeeping(pod);
    }
  }

  private void housekeeping(Pod pod) {
    if (pod.gone()) {
      taken.remove(pod.uid());
      return;
    }
    read(pod).ifPresent(counters -> taken.put(pod.uid(), counters));
    var wait = HOUSEKEEPING.toMillis() * (1 + chance.nextDouble());
    cluster.time().after(Duration.ofMillis((long) wait), () -> housekeeping(pod));
  }

  private Optional<Counters> read(Pod pod) {
    var started = pod.status().appStarted();
    return started == null || !pod.node().alive()
        ? Optional.empty()
        : Optional.of(
            new Counters(
                cluster.time().now(), started, pod.use().cpuSeconds(), pod.use().memoryBytes()));
  }

  /// What the kubelet answers of a pod; empty where it has nothing.
  Optional<Counters> served(Pod pod) {
    return switch (cluster.scenario().pipeline().sampling()) {
      case CADVISOR -> Optional.ofNullable(taken.get(pod.uid()));
      case AT_SCRAPE -> read(pod);
    };
  }
}
