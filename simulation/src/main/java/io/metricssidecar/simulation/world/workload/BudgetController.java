package io.metricssidecar.simulation.world.workload;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.budget.BudgetRecord;
import io.metricssidecar.simulation.world.cluster.Cluster;
import io.metricssidecar.simulation.world.time.Period;
import java.time.Duration;
import java.util.HashSet;

/// Our controller: it removes holders whose pods are gone and writes the number of slots.
public final class BudgetController {
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  private final Cluster cluster;

  public BudgetController(Cluster cluster) {
    this.cluster = requireNonNull(cluster, "cluster is null");
  }

  /// Begins, and lets the Lease be made again when the scenario says so.
  public void start() {
    cluster.scenario().api().remade().forEach(at -> cluster.time().after(at, this::remake));
    reconcile();
  }

  private void remake() {
    cluster.journal().note("the Lease is deleted and made again");
    cluster.leases().remake();
  }

  private void reconcile() {
    cluster.time().after(INTERVAL, this::reconcile);
    var plan = cluster.scenario().api();
    if (!cluster.apiUp() || Period.within(plan.controllerOutages(), cluster.time().now())) {
      return;
    }
    var present = new HashSet<String>();
    cluster.pods().forEach(pod -> present.add(pod.uid()));
    var read = cluster.leases().record();
    var slots = cluster.settings().shedding().slots(cluster.deployment().desired());
    var kept = read.holders().stream().filter(holder -> present.contains(holder.uid())).toList();
    var written = new BudgetRecord(Integer.toString(slots), kept);
    if (!written.equals(read)) {
      cluster.leases().annotate(written.annotations());
    }
  }
}
