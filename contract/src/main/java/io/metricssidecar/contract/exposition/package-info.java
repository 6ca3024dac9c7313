/// Prometheus metrics as values and the two text formats they are written in. Start with [
/// io.metricssidecar.contract.exposition.Metric].
@NullMarked
package io.metricssidecar.contract.exposition;

import org.jspecify.annotations.NullMarked;
