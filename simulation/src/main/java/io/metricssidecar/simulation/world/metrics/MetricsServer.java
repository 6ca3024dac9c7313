package io.metricssidecar.simulation.world.metrics;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.simulation.world.api.PodMetricsObject;
import io.metricssidecar.simulation.world.cluster.Cluster;
import io.metricssidecar.simulation.world.cluster.Pod;
import io.metricssidecar.simulation.world.metrics.ContainerSampler.Counters;
import io.metricssidecar.simulation.world.time.Chance;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// metrics-server: it asks each node's kubelet at each tick, and serves the difference of the last
/// two counters of a container. A pod whose node did not answer has no sample until two more came.
public final class MetricsServer {
  private final Cluster cluster;
  private final Chance chance;
  private final ContainerSampler sampler;
  private final Set<String> followed = new HashSet<>();
  private Map<String, Pair> pairs = new HashMap<>();

  /// The last two different counters of a container; `before` equals `last` after the first.
  private record Pair(Counters before, Counters last) {
    Pair then(Counters next) {
      if (next.at().equals(last.at())) {
        return this;
      }
      // A container that was started again counts from zero.
      return next.started().equals(last.started()) ? new Pair(last, next) : new Pair(next, next);
    }
  }

  public MetricsServer(Cluster cluster) {
    this.cluster = requireNonNull(cluster, "cluster is null");
    chance = cluster.chance("metrics-server");
    sampler = new ContainerSampler(cluster);
  }

  /// Begins, at a random moment of its resolution.
  public void start() {
    var phase = cluster.scenario().pipeline().resolution().toMillis() * chance.nextDouble();
    cluster.time().after(Duration.ofMillis((long) phase), this::tick);
  }

  /// A pod is there.
  public void follow(Pod pod) {
    if (followed.add(pod.uid())) {
      sampler.follow(pod);
    }
  }

  private void tick() {
    cluster.time().after(cluster.scenario().pipeline().resolution(), this::tick);
    var answering = new HashSet<String>();
    for (var node : cluster.nodes()) {
      if (node.alive() && chance.nextDouble() >= cluster.scenario().pipeline().missed()) {
        answering.add(node.name());
      }
    }
    var read = new HashMap<String, Pair>();
    var samples = new HashMap<String, PodMetricsObject>();
    for (var pod : cluster.pods()) {
      if (answering.contains(pod.node().name())) {
        sampler
            .served(pod)
            .ifPresent(
                counters -> {
                  var known = pairs.get(pod.uid());
                  var pair = known == null ? new Pair(counters, counters) : known.then(counters);
                  read.put(pod.uid(), pair);
                  sample(pod, pair).ifPresent(sample -> samples.put(pod.name(), sample));
                });
      }
    }
    pairs = read;
    var slowest = chance.nextInt(50, 1_000);
    cluster.time().after(Duration.ofMillis(slowest), () -> cluster.store(samples));
  }

  private Optional<PodMetricsObject> sample(Pod pod, Pair pair) {
    var window = pair.last().at().minus(pair.before().at());
    if (window.isZero()) {
      return Optional.empty();
    }
    var seconds = window.toMillis() / 1000.0;
    var cores = (pair.last().cpuSeconds() - pair.before().cpuSeconds()) / seconds;
    return Optional.of(
        new PodMetricsObject(
            pod.name(),
            cluster.wall(pod.node(), pair.last().at()),
            window,
            List.of(
                new PodMetricsObject.Usage("app", cores, pair.last().memoryBytes()),
                new PodMetricsObject.Usage("metrics-sidecar", 0.002, 40 << 20))));
  }
}
