/// The catalogue of all metrics, metrics as values, live counters and histograms, and the two text
/// formats of Prometheus. Start with [io.metricssidecar.contract.exposition.MetricCatalog].
@NullMarked
package io.metricssidecar.contract.exposition;

import org.jspecify.annotations.NullMarked;
