/// Who gives leave to shed. Start with [io.metricssidecar.sidecar.budget.SlotPermission].
@NullMarked
package io.metricssidecar.sidecar.budget;

import org.jspecify.annotations.NullMarked;
