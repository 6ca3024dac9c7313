/// Virtual time and chance. Start with [io.metricssidecar.simulation.world.time.Timeline].
@NullMarked
package io.metricssidecar.simulation.world.time;

import org.jspecify.annotations.NullMarked;
