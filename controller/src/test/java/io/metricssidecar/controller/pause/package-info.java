@NullMarked
package io.metricssidecar.controller.pause;

import org.jspecify.annotations.NullMarked;
