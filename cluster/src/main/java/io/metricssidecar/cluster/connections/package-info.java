/// The open connections of a process's servers: how many, for how long, and which of them to close.
@NullMarked
package io.metricssidecar.cluster.connections;

import org.jspecify.annotations.NullMarked;
