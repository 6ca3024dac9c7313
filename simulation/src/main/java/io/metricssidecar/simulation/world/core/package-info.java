/// The shipped decisions in a pod without the shipped input and output: what runs in a browser.
/// Start with [io.metricssidecar.simulation.world.core.CoreAgent].
@NullMarked
package io.metricssidecar.simulation.world.core;

import org.jspecify.annotations.NullMarked;
