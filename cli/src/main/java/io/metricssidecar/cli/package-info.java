/// The command `metrics-sidecar`: the server processes, and tools for people. Starts in
/// [io.metricssidecar.cli.MetricsSidecarMain].
@NullMarked
package io.metricssidecar.cli;

import org.jspecify.annotations.NullMarked;
