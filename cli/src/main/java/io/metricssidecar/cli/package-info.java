/// The command `metrics-sidecar`: the servers of the controller image, and tools for people. Start
/// with [io.metricssidecar.cli.MetricsSidecarMain].
@NullMarked
package io.metricssidecar.cli;

import org.jspecify.annotations.NullMarked;
