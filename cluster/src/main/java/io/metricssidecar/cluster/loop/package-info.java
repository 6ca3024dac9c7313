/// The one way in which this module works in the background: level-triggered, on a virtual thread.
@NullMarked
package io.metricssidecar.cluster.loop;

import org.jspecify.annotations.NullMarked;
