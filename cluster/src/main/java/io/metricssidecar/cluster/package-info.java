/// The client to the API server.
@NullMarked
package io.metricssidecar.cluster;

import org.jspecify.annotations.NullMarked;
