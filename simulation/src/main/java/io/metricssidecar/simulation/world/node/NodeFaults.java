package io.metricssidecar.simulation.world.node;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.simulation.world.cluster.Cluster;
import io.metricssidecar.simulation.world.cluster.Node;
import io.metricssidecar.simulation.world.cluster.Pod;
import io.metricssidecar.simulation.world.scenario.NodePlan.Death;
import io.metricssidecar.simulation.world.scenario.NodePlan.Starved;
import java.time.Duration;
import java.util.function.Consumer;

/// Nodes that starve and die. The API server learns of a death late: pods of a dead node are shown
/// as not Ready after 40 s, deleted after five minutes, and removed with the node.
public final class NodeFaults {
  private static final Duration UNKNOWN_AFTER = Duration.ofSeconds(40);
  private static final Duration EVICTED_AFTER = Duration.ofSeconds(340);
  private static final Duration REMOVED_AFTER = Duration.ofSeconds(400);

  private final Cluster cluster;

  public NodeFaults(Cluster cluster) {
    this.cluster = requireNonNull(cluster, "cluster is null");
  }

  /// Lets all faults of the scenario come.
  public void start() {
    cluster.scenario().nodes().starved().forEach(this::starve);
    cluster.scenario().nodes().deaths().forEach(this::die);
  }

  private Node node(int number) {
    return cluster.nodes().get(number % cluster.nodes().size());
  }

  private void starve(Starved starved) {
    var node = node(starved.node());
    cluster
        .time()
        .after(
            starved.period().from(),
            () -> {
              cluster.journal().note(node + " has no CPU for its sidecars");
              node.stall(starved.stall());
            });
    cluster
        .time()
        .after(
            starved.period().to(),
            () -> {
              cluster.journal().note(node + " has CPU again");
              node.stall(Duration.ZERO);
            });
  }

  private void die(Death death) {
    var node = node(death.node());
    cluster
        .time()
        .after(
            death.at(),
            () -> {
              // The last node stays, or there is no workload to look at.
              if (cluster.nodes().stream().filter(Node::alive).count() > 1) {
                cluster.journal().note(node + " dies");
                node.die();
                later(UNKNOWN_AFTER, () -> each(node, this::showUnready));
                later(EVICTED_AFTER, () -> each(node, pod -> pod.delete(cluster.time().now())));
                later(REMOVED_AFTER, () -> each(node, cluster::remove));
              }
            });
  }

  private void later(Duration wait, Runnable task) {
    cluster
        .time()
        .after(
            wait,
            () -> {
              if (cluster.apiUp()) {
                task.run();
              } else {
                later(Duration.ofSeconds(5), task);
              }
            });
  }

  private void each(Node node, Consumer<Pod> task) {
    cluster.pods().stream().filter(pod -> pod.node() == node).forEach(task);
  }

  private void showUnready(Pod pod) {
    pod.show(new Pod.Shown(false, false, pod.shown().appStarted()));
  }
}
