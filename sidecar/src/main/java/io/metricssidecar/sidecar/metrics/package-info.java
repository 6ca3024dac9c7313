/// Reading what the measured container uses and what the API server knows of its pod: pure parsing
/// and the rules of freshness. Start with [io.metricssidecar.sidecar.metrics.SampleFilter].
@NullMarked
package io.metricssidecar.sidecar.metrics;

import org.jspecify.annotations.NullMarked;
