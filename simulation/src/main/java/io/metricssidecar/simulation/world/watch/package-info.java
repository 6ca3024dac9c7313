/// What is promised, checked after every event, and what is counted. Start with
/// [io.metricssidecar.simulation.world.watch.Observer].
@NullMarked
package io.metricssidecar.simulation.world.watch;

import org.jspecify.annotations.NullMarked;
