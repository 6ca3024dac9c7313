package io.metricssidecar.simulation.world.workload;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.simulation.world.cluster.Cluster;
import io.metricssidecar.simulation.world.cluster.Pod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/// The controllers of Deployment and ReplicaSets: they keep the desired number of pods of the
/// newest revision and replace older ones within `maxSurge` and `maxUnavailable`
/// (`deployment/rolling.go`), unready ones first.
public final class DeploymentController {
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  /// Pods that are not ready go first, then the younger ones (`ActivePodsWithRanks` in
  /// `controller_utils.go`).
  private static final Comparator<Pod> FIRST_TO_GO =
      Comparator.comparing((Pod pod) -> pod.shown().ready())
          .thenComparing(Comparator.comparing(Pod::created).reversed())
          .thenComparing(Comparator.comparingInt(Pod::number).reversed());

  private final Cluster cluster;
  private final Consumer<Pod> starter;

  /// @param starter starts each pod that is created
  public DeploymentController(Cluster cluster, Consumer<Pod> starter) {
    this.cluster = requireNonNull(cluster, "cluster is null");
    this.starter = requireNonNull(starter, "starter is null");
  }

  /// Begins.
  public void start() {
    reconcile();
  }

  private void reconcile() {
    cluster.time().after(INTERVAL, this::reconcile);
    if (cluster.apiUp()) {
      var pods = new ArrayList<Pod>();
      var updated = new ArrayList<Pod>();
      var older = new ArrayList<Pod>();
      for (var pod : cluster.pods()) {
        if (pod.deleted() == null) {
          pods.add(pod);
          (pod.revision() == cluster.deployment().revision() ? updated : older).add(pod);
        }
      }
      create(pods.size(), updated.size());
      delete(updated, updated.size() - cluster.deployment().desired());
      replace(pods, older);
      cluster.deployment().observe(cluster.pods());
    }
  }

  private void create(int present, int updated) {
    var desired = cluster.deployment().desired();
    var surge = (desired * cluster.scenario().changes().surgePercent() + 99) / 100;
    var missing = Math.min(desired - updated, desired + surge - present);
    for (var made = 0; made < missing; made++) {
      cluster.create().ifPresent(starter);
    }
  }

  /// Old pods that are not available go at once; available ones as long as enough of all remain.
  private void replace(List<Pod> pods, List<Pod> older) {
    if (older.isEmpty()) {
      return;
    }
    var desired = cluster.deployment().desired();
    var most = desired * cluster.scenario().changes().unavailablePercent() / 100;
    var surge = (desired * cluster.scenario().changes().surgePercent() + 99) / 100;
    // Kubernetes takes one where both are zero.
    var floor = desired - (most + surge == 0 ? 1 : most);
    var available = pods.stream().filter(Pod::serves).count();
    var newUnavailable = pods.stream().filter(pod -> !older.contains(pod) && !pod.serves()).count();
    var cleanable = pods.size() - floor - newUnavailable;
    var unready = older.stream().filter(pod -> !pod.serves()).toList();
    var cleaned = (int) Math.min(Math.max(cleanable, 0), unready.size());
    delete(unready, cleaned);
    var ready = older.stream().filter(Pod::serves).toList();
    delete(ready, (int) Math.max(0, Math.min(available - floor, cleanable - cleaned)));
  }

  private void delete(List<Pod> pods, int count) {
    if (count <= 0) {
      return;
    }
    pods.stream()
        .sorted(FIRST_TO_GO)
        .limit(count)
        .forEach(
            pod -> {
              cluster.journal().note(pod + " is deleted");
              pod.delete(cluster.time().now());
            });
  }
}
