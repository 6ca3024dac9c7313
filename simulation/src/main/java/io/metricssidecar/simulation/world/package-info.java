/// A cluster in virtual time, from the JDK alone. Start with
/// [io.metricssidecar.simulation.world.World].
@NullMarked
package io.metricssidecar.simulation.world;

import org.jspecify.annotations.NullMarked;
