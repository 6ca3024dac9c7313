/// The permission to shed: a slot of the workload's budget. Start with
/// [io.metricssidecar.sidecar.budget.SlotPermission].
@NullMarked
package io.metricssidecar.sidecar.budget;

import org.jspecify.annotations.NullMarked;
