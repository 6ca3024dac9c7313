/// Requests and what they cost the pods. Start with
/// [io.metricssidecar.simulation.world.load.Traffic].
@NullMarked
package io.metricssidecar.simulation.world.load;

import org.jspecify.annotations.NullMarked;
