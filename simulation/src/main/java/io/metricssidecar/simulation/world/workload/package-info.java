/// The controllers of the workload and of its budget. Start with
/// [io.metricssidecar.simulation.world.workload.DeploymentController].
@NullMarked
package io.metricssidecar.simulation.world.workload;

import org.jspecify.annotations.NullMarked;
