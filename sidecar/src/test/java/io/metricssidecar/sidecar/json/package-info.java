@NullMarked
package io.metricssidecar.sidecar.json;

import org.jspecify.annotations.NullMarked;
