/// The text of a budget Lease: what sidecars, the controller and the chart's admission policy agree
/// about its annotations. Start with [io.metricssidecar.contract.budget.BudgetRecord].
@NullMarked
package io.metricssidecar.contract.budget;

import org.jspecify.annotations.NullMarked;
