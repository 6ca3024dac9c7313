/// The parameters of one run. Start with [io.metricssidecar.simulation.world.scenario.Scenario].
@NullMarked
package io.metricssidecar.simulation.world.scenario;

import org.jspecify.annotations.NullMarked;
