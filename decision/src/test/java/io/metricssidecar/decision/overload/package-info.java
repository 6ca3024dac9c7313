/// The state machine, driven by values.
@NullMarked
package io.metricssidecar.decision.overload;

import org.jspecify.annotations.NullMarked;
