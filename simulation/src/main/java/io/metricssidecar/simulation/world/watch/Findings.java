package io.metricssidecar.simulation.world.watch;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.simulation.world.cluster.Cluster;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// The violations of one run, the first of each invariant.
final class Findings {
  private final Cluster cluster;
  private final Set<Invariant> found = EnumSet.noneOf(Invariant.class);
  private final List<Violation> violations = new ArrayList<>();

  Findings(Cluster cluster) {
    this.cluster = requireNonNull(cluster, "cluster is null");
  }

  /// An invariant does not hold.
  void add(Invariant invariant, String what) {
    if (found.add(invariant)) {
      violations.add(
          new Violation(invariant, cluster.time().now(), what, cluster.journal().lines()));
    }
  }

  List<Violation> violations() {
    return List.copyOf(violations);
  }
}
