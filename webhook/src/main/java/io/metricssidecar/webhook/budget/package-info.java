/// The controller's part of the budget: it frees the slots of pods that are gone, writes how many
/// slots there are, and tells the workload what happens.
/// [io.metricssidecar.webhook.budget.BudgetPlan] decides,
/// [io.metricssidecar.webhook.budget.BudgetKeeper] reads and writes.
@NullMarked
package io.metricssidecar.webhook.budget;

import org.jspecify.annotations.NullMarked;
