/// The annotations of a pod, read and checked.
@NullMarked
package io.metricssidecar.injection.annotations;

import org.jspecify.annotations.NullMarked;
