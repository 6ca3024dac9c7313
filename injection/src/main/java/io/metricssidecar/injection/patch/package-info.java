/// The JSON patch and the status annotation of an injected pod.
@NullMarked
package io.metricssidecar.injection.patch;

import org.jspecify.annotations.NullMarked;
