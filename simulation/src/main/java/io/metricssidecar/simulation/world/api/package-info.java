/// Requests to the simulated API server and what it answers, as values. Start with
/// [io.metricssidecar.simulation.world.api.Api].
@NullMarked
package io.metricssidecar.simulation.world.api;

import org.jspecify.annotations.NullMarked;
