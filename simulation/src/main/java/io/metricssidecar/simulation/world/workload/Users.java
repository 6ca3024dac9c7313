package io.metricssidecar.simulation.world.workload;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.simulation.world.cluster.Cluster;

/// The users of the workload, who change its template and its number of pods.
public final class Users {
  private final Cluster cluster;

  public Users(Cluster cluster) {
    this.cluster = requireNonNull(cluster, "cluster is null");
  }

  /// Lets all changes of the scenario come.
  public void start() {
    var changes = cluster.scenario().changes();
    changes.rollouts().forEach(at -> cluster.time().after(at, this::roll));
    changes
        .scales()
        .forEach(scale -> cluster.time().after(scale.at(), () -> scale(scale.replicas())));
  }

  private void roll() {
    cluster.journal().note("a user changes the template");
    cluster.deployment().roll();
  }

  private void scale(int replicas) {
    cluster.journal().note("a user scales to " + replicas);
    cluster.deployment().scale(replicas);
  }
}
