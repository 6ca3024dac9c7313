/// The rule of the budget: whether a pod may take a slot, as pure functions over values. Start with
/// [io.metricssidecar.decision.budget.BudgetRule].
@NullMarked
package io.metricssidecar.decision.budget;

import org.jspecify.annotations.NullMarked;
