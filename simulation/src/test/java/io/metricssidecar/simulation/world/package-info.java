/// Tests of the world.
@NullMarked
package io.metricssidecar.simulation.world;

import org.jspecify.annotations.NullMarked;
