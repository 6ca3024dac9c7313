/// The controller's part of the budget: it frees the slots of pods that are gone or being deleted,
/// writes the number of slots, and reports both as Events on the workload.
/// [io.metricssidecar.controller.budget.BudgetPlan] decides,
/// [io.metricssidecar.controller.budget.BudgetKeeper] reads and writes.
@NullMarked
package io.metricssidecar.controller.budget;

import org.jspecify.annotations.NullMarked;
