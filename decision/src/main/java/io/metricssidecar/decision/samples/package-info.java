/// Samples of the measured container and which of them count, as values.
@NullMarked
package io.metricssidecar.decision.samples;

import org.jspecify.annotations.NullMarked;
