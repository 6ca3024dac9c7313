/// Who gives leave to shed, and when.
@NullMarked
package io.metricssidecar.sidecar.budget;

import org.jspecify.annotations.NullMarked;
