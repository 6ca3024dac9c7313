/// The rule of the budget: whether a pod may take a slot, as pure functions of what was read.
@NullMarked
package io.metricssidecar.decision.budget;

import org.jspecify.annotations.NullMarked;
