package io.metricssidecar.decision.budget;

import io.metricssidecar.contract.budget.Pause;
import org.jspecify.annotations.Nullable;

/// The budget as last observed, for people and metrics. Null is not known.
///
/// @param slots B; 0 while the budget is paused
/// @param holders H
/// @param readyEndpoints of the Service with the fewest
/// @param projected mean utilization of the other pods if this pod were shed
/// @param pause of the budget; null without one
public record BudgetView(
    @Nullable Integer slots,
    @Nullable Integer holders,
    @Nullable Integer readyEndpoints,
    @Nullable Double projected,
    @Nullable Pause pause) {
  /// Nothing was observed yet.
  public static final BudgetView NONE = new BudgetView(null, null, null, null);

  /// The view of a budget that is not paused.
  public BudgetView(
      @Nullable Integer slots,
      @Nullable Integer holders,
      @Nullable Integer readyEndpoints,
      @Nullable Double projected) {
    this(slots, holders, readyEndpoints, projected, null);
  }

  /// The same with another number of slots.
  public BudgetView withSlots(int count) {
    return new BudgetView(count, holders, readyEndpoints, projected, pause);
  }

  /// The same with another number of holders.
  public BudgetView with(int count) {
    return new BudgetView(slots, count, readyEndpoints, projected, pause);
  }

  /// The same after the Lease was read. While it is paused it has no slot; how many it has after a
  /// pause is known when they are counted next.
  public BudgetView after(BudgetLease lease) {
    var known = lease.paused() ? Integer.valueOf(0) : pause == null ? slots : null;
    return new BudgetView(known, lease.holders().size(), readyEndpoints, projected, lease.pause());
  }

  /// Whether the budget is paused; null where that is not known.
  public @Nullable Boolean paused() {
    var known = pause != null || holders != null || slots != null;
    return known ? pause != null : null;
  }
}
