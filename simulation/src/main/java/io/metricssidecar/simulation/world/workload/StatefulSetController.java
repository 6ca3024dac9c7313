package io.metricssidecar.simulation.world.workload;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.simulation.world.cluster.Cluster;
import io.metricssidecar.simulation.world.cluster.Deployment;
import io.metricssidecar.simulation.world.cluster.Pod;
import io.metricssidecar.simulation.world.scenario.FleetPlan.Kind;
import java.time.Duration;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/// The controller of a StatefulSet (`statefulset/stateful_set_control.go`): pods have stable names
/// and are replaced one by one, from the last, each once the one behind it is Ready. With
/// `OrderedReady` they are created and deleted in the same way; with `Parallel` all at once.
public final class StatefulSetController {
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final Cluster cluster;
  private final Consumer<Pod> starter;
  private final boolean ordered;

  /// Pods by their ordinals, also those that end.
  private final NavigableMap<Integer, Pod> pods = new TreeMap<>();

  /// @param starter starts each pod that is created
  public StatefulSetController(Cluster cluster, Consumer<Pod> starter) {
    this.cluster = requireNonNull(cluster, "cluster is null");
    this.starter = requireNonNull(starter, "starter is null");
    ordered = cluster.scenario().fleet().kind() == Kind.ORDERED_STATEFUL_SET;
  }

  /// Begins.
  public void start() {
    cluster.time().after(INTERVAL, this::start);
    if (cluster.apiUp()) {
      pods.values().removeIf(Pod::gone);
      if (complete() && reduced()) {
        replace();
      }
      cluster.deployment().observe(cluster.pods());
    }
  }

  /// Creates missing pods; whether none is awaited.
  private boolean complete() {
    for (var ordinal = 0; ordinal < cluster.deployment().desired(); ordinal++) {
      var pod = pods.get(ordinal);
      if (pod == null) {
        create(ordinal);
      }
      if (ordered && (pod == null || !pod.serves())) {
        return false;
      }
    }
    return true;
  }

  private void create(int ordinal) {
    cluster
        .create(Deployment.NAME + "-" + ordinal)
        .ifPresent(
            pod -> {
              pods.put(ordinal, pod);
              starter.accept(pod);
            });
  }

  /// Deletes surplus pods; whether there are none.
  private boolean reduced() {
    var surplus = pods.tailMap(cluster.deployment().desired(), true).descendingMap();
    for (var pod : surplus.values()) {
      delete(pod);
      if (ordered) {
        return false;
      }
    }
    return surplus.isEmpty();
  }

  private void replace() {
    for (var pod : pods.descendingMap().values()) {
      if (pod.deleted() == null && pod.revision() != cluster.deployment().revision()) {
        delete(pod);
        return;
      }
      if (!pod.serves()) {
        return;
      }
    }
  }

  private void delete(Pod pod) {
    if (pod.deleted() == null) {
      cluster.journal().note(pod + " is deleted");
      pod.delete(cluster.time().now());
    }
  }
}
