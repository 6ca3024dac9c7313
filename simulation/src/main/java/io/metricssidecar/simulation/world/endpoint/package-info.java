/// The controller of EndpointSlices:
/// [io.metricssidecar.simulation.world.endpoint.EndpointController].
@NullMarked
package io.metricssidecar.simulation.world.endpoint;

import org.jspecify.annotations.NullMarked;
