/// Pure readers of metrics.k8s.io and of the own Pod. Start with
/// [io.metricssidecar.sidecar.podmetrics.PodMetrics].
@NullMarked
package io.metricssidecar.sidecar.podmetrics;

import org.jspecify.annotations.NullMarked;
