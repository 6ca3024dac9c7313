/// Events: written once by several replicas, and rate-limited per object.
@NullMarked
package io.metricssidecar.cluster.events;

import org.jspecify.annotations.NullMarked;
