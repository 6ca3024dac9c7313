/// Reading what the measured container uses and what the API server knows of its pod: pure parsing
/// and the rules of freshness. Start with [io.metricssidecar.decision.samples.SampleFilter].
@NullMarked
package io.metricssidecar.sidecar.podmetrics;

import org.jspecify.annotations.NullMarked;
