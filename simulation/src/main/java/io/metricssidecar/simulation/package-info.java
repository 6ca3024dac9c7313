/// Runs of many random fleets, and the table of what was counted in them. Start with
/// [io.metricssidecar.simulation.SimulateMain].
@NullMarked
package io.metricssidecar.simulation;

import org.jspecify.annotations.NullMarked;
