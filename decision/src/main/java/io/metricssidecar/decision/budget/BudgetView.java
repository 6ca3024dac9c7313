package io.metricssidecar.decision.budget;

import org.jspecify.annotations.Nullable;

/// What was last seen of the budget, for people and metrics. What is not known is null.
///
/// @param slots B
/// @param holders H
/// @param readyEndpoints of the Service with the fewest
/// @param projected use of the others' limits if this pod left
public record BudgetView(
    @Nullable Integer slots,
    @Nullable Integer holders,
    @Nullable Integer readyEndpoints,
    @Nullable Double projected) {
  /// Nothing was seen.
  public static final BudgetView NONE = new BudgetView(null, null, null, null);

  /// The same with another number of holders.
  public BudgetView with(int count) {
    return new BudgetView(slots, count, readyEndpoints, projected);
  }
}
