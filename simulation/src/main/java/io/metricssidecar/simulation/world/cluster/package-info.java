/// The state of the simulated cluster: what is, and what the API server shows of it. Start with
/// [io.metricssidecar.simulation.world.cluster.Cluster].
@NullMarked
package io.metricssidecar.simulation.world.cluster;

import org.jspecify.annotations.NullMarked;
