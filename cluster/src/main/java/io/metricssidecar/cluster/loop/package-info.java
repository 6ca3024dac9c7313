/// Background work of both processes: level-triggered loops on virtual threads, woken by watches.
@NullMarked
package io.metricssidecar.cluster.loop;

import org.jspecify.annotations.NullMarked;
