/// What the API server may send, and what it may not.
@NullMarked
package io.metricssidecar.sidecar.metrics;

import org.jspecify.annotations.NullMarked;
