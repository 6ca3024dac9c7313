/// The counters of the sidecar.
@NullMarked
package io.metricssidecar.sidecar.telemetry;

import org.jspecify.annotations.NullMarked;
