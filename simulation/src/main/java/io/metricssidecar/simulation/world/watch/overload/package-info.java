/// The overload of single pods: how long each lasts until its pod is out, what it waits for, and
/// whether a shed was for nothing.
@NullMarked
package io.metricssidecar.simulation.world.watch.overload;

import org.jspecify.annotations.NullMarked;
