/// The shipped loop in the pods of a simulated world. Start with
/// [io.metricssidecar.simulation.fleet.ShippedAgent].
@NullMarked
package io.metricssidecar.simulation.fleet;

import org.jspecify.annotations.NullMarked;
