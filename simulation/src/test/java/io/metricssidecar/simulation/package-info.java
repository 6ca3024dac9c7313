/// Tests of the shipped loop in random fleets.
@NullMarked
package io.metricssidecar.simulation;

import org.jspecify.annotations.NullMarked;
