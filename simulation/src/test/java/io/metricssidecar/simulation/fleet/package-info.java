/// Tests of the shipped loop in a simulated pod.
@NullMarked
package io.metricssidecar.simulation.fleet;

import org.jspecify.annotations.NullMarked;
