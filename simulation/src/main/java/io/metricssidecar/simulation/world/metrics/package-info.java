/// The way of a sample from a container to the metrics API. Start with
/// [io.metricssidecar.simulation.world.metrics.MetricsServer].
@NullMarked
package io.metricssidecar.simulation.world.metrics;

import org.jspecify.annotations.NullMarked;
