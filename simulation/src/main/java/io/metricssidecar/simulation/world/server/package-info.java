/// The simulated API server and the network before it. Start with
/// [io.metricssidecar.simulation.world.server.ApiServer].
@NullMarked
package io.metricssidecar.simulation.world.server;

import org.jspecify.annotations.NullMarked;
