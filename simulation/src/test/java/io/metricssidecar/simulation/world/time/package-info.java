/// Tests of the world.
@NullMarked
package io.metricssidecar.simulation.world.time;

import org.jspecify.annotations.NullMarked;
