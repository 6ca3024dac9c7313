package io.metricssidecar.decision.budget;

import org.jspecify.annotations.Nullable;

/// The budget as last observed, for people and metrics. Null is not known.
///
/// @param slots B
/// @param holders H
/// @param readyEndpoints of the Service with the fewest
/// @param projected mean utilization of the other pods if this pod were shed
public record BudgetView(
    @Nullable Integer slots,
    @Nullable Integer holders,
    @Nullable Integer readyEndpoints,
    @Nullable Double projected) {
  /// Nothing was observed yet.
  public static final BudgetView NONE = new BudgetView(null, null, null, null);

  /// The same with another number of slots.
  public BudgetView withSlots(int count) {
    return new BudgetView(count, holders, readyEndpoints, projected);
  }

  /// The same with another number of holders.
  public BudgetView with(int count) {
    return new BudgetView(slots, count, readyEndpoints, projected);
  }
}
