/// The demo: the main job in six steps, for a person to watch.
@NullMarked
package io.metricssidecar.e2e.demo;

import org.jspecify.annotations.NullMarked;
