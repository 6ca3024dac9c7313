package io.metricssidecar.decision.budget;

import io.metricssidecar.contract.sidecar.Shedding;
import java.util.Optional;

/// The part of [BudgetRule] that needs no endpoints, which that rule applies first. Most slot
/// requests of an overloaded fleet end here, before the Services are read, which is what costs.
public final class EarlyRule {
  private EarlyRule() {}

  /// The denial that follows from the Lease alone; empty where there is none.
  ///
  /// @param settled whether the Lease has been the same for long enough
  public static Optional<DenialReason> denial(BudgetLease lease, boolean settled) {
    if (lease.paused()) {
      return Optional.of(DenialReason.PAUSED);
    }
    if (!settled) {
      return Optional.of(DenialReason.LEASE_NEW);
    }
    return lease.holders().size() >= lease.bound()
        ? Optional.of(DenialReason.FULL)
        : Optional.empty();
  }

  /// The denial that follows from the Lease and the workload's status; empty where there is none.
  public static Optional<DenialReason> denial(
      BudgetLease lease, WorkloadStatus status, Shedding shedding) {
    if (lease.holders().size() >= BudgetRule.slots(status, shedding, lease)) {
      return Optional.of(DenialReason.FULL);
    }
    return status.rolling() ? Optional.of(DenialReason.ROLLOUT) : Optional.empty();
  }
}
