/// The permission to shed, and its tests.
@NullMarked
package io.metricssidecar.sidecar.budget;

import org.jspecify.annotations.NullMarked;
