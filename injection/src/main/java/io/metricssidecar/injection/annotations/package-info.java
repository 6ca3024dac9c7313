/// The reading and validation of a pod's annotations.
@NullMarked
package io.metricssidecar.injection.annotations;

import org.jspecify.annotations.NullMarked;
