@NullMarked
package io.metricssidecar.cli.pause;

import org.jspecify.annotations.NullMarked;
