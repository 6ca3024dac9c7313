/// The sidecar's container as it is injected.
@NullMarked
package io.metricssidecar.injection.container;

import org.jspecify.annotations.NullMarked;
