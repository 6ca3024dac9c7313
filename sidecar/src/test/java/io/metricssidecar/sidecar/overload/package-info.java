/// The state machine, driven by values.
@NullMarked
package io.metricssidecar.sidecar.overload;

import org.jspecify.annotations.NullMarked;
