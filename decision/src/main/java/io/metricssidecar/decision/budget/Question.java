package io.metricssidecar.decision.budget;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.sidecar.PodIdentity;
import io.metricssidecar.contract.sidecar.Shedding;

/// All that the answer to "may this pod leave?" depends on.
///
/// @param pod that asks
/// @param shedding the user's conditions
/// @param fleet read live
/// @param lease read live, after the fleet
/// @param settled whether the Lease has been the same for long enough
/// @param first whether this is the first question of a hot phase
public record Question(
    PodIdentity pod,
    Shedding shedding,
    WorkloadView fleet,
    BudgetLease lease,
    boolean settled,
    boolean first) {
  public Question {
    requireNonNull(pod, "pod is null");
    requireNonNull(shedding, "shedding is null");
    requireNonNull(fleet, "fleet is null");
    requireNonNull(lease, "lease is null");
  }
}
