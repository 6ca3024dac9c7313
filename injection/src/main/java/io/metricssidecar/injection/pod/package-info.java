/// Views of a pod's JSON.
@NullMarked
package io.metricssidecar.injection.pod;

import org.jspecify.annotations.NullMarked;
