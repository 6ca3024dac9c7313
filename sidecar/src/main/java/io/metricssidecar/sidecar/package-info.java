/// The sidecar process: wiring, HTTP and the loop that feeds the state machine. Start with [
/// io.metricssidecar.sidecar.SidecarMain] and [io.metricssidecar.sidecar.loop.ShedLoop].
@NullMarked
package io.metricssidecar.sidecar;

import org.jspecify.annotations.NullMarked;
