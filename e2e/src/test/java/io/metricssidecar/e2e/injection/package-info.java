/// Cases on who gets a sidecar, and that no pod fails because of it.
@NullMarked
package io.metricssidecar.e2e.injection;

import org.jspecify.annotations.NullMarked;
