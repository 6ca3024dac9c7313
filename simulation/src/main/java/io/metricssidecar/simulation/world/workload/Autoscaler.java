package io.metricssidecar.simulation.world.workload;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.simulation.world.api.PodMetricsObject;
import io.metricssidecar.simulation.world.cluster.Cluster;
import io.metricssidecar.simulation.world.cluster.Pod;
import io.metricssidecar.simulation.world.scenario.ChangePlan.Autoscaling;
import io.metricssidecar.simulation.world.workload.HpaFormula.PodUse;
import java.time.Duration;
import java.util.ArrayDeque;

/// The HorizontalPodAutoscaler with the defaults of Kubernetes: a look every 15 s, at most twice
/// the pods or four more per look, fewer only if nobody wanted more for five minutes.
public final class Autoscaler {
  private static final Duration INTERVAL = Duration.ofSeconds(15);
  private static final Duration STABILIZATION = Duration.ofMinutes(5);

  private final Cluster cluster;
  private final ArrayDeque<Wish> wishes = new ArrayDeque<>();

  private record Wish(Duration at, int replicas) {}

  public Autoscaler(Cluster cluster) {
    this.cluster = requireNonNull(cluster, "cluster is null");
  }

  /// Begins, where the scenario has one.
  public void start() {
    var plan = cluster.scenario().changes().autoscaler();
    if (plan != null) {
      look(plan);
    }
  }

  private void look(Autoscaling plan) {
    cluster.time().after(INTERVAL, () -> look(plan));
    if (!cluster.apiUp() || cluster.metrics().isEmpty()) {
      return;
    }
    var now = cluster.time().now();
    var current = cluster.deployment().desired();
    var uses =
        cluster.pods().stream()
            .filter(pod -> pod.deleted() == null)
            .map(pod -> use(pod, plan))
            .toList();
    var wanted =
        Math.clamp(HpaFormula.replicas(current, plan.target(), uses), plan.min(), plan.max());
    wishes.addLast(new Wish(now, wanted));
    while (wishes.getFirst().at().compareTo(now.minus(STABILIZATION)) < 0) {
      wishes.removeFirst();
    }
    var most = wishes.stream().mapToInt(Wish::replicas).max().orElse(wanted);
    var stable = wanted < current ? Math.min(current, most) : wanted;
    var next = Math.min(stable, Math.max(2 * current, current + 4));
    if (next != current) {
      cluster.journal().note("the autoscaler scales to " + next);
      cluster.deployment().scale(next);
    }
  }

  private PodUse use(Pod pod, Autoscaling plan) {
    var sample = cluster.metrics().get(pod.name());
    var request = plan.requestShare() * cluster.scenario().fleet().cpuMillicores() / 1000;
    return new PodUse(
        sample == null ? null : cores(sample) / request,
        pod.shown().ready(),
        cluster.time().now().minus(pod.created()));
  }

  private static double cores(PodMetricsObject sample) {
    return sample.containers().getFirst().cpuCores();
  }
}
