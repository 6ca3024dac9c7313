/// The test workload, which uses as much CPU and memory as it is told, and what can be observed of
/// it: its sidecars and the endpoints of its Service.
@NullMarked
package io.metricssidecar.e2e.workload;

import org.jspecify.annotations.NullMarked;
