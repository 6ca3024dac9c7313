/// The HTTP endpoints of the sidecar: the probe, metrics and `/explain`.
@NullMarked
package io.metricssidecar.sidecar.http;

import org.jspecify.annotations.NullMarked;
