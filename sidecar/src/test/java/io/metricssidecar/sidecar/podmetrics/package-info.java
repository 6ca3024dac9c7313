/// What the API server may send, and what it may not.
@NullMarked
package io.metricssidecar.sidecar.podmetrics;

import org.jspecify.annotations.NullMarked;
