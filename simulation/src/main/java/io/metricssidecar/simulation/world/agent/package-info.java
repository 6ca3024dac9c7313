/// What decides in a pod: the shipped loop, the shipped core alone, the algorithm of the program
/// that this product descends from, or nothing. Start with
/// [io.metricssidecar.simulation.world.agent.Agent].
@NullMarked
package io.metricssidecar.simulation.world.agent;

import org.jspecify.annotations.NullMarked;
