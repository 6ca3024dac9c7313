/// Cases on shedding within the budget: the floor, the guard and the slots.
@NullMarked
package io.metricssidecar.e2e.budget;

import org.jspecify.annotations.NullMarked;
