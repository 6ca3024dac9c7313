/// The client to the API server, and the server's version.
@NullMarked
package io.metricssidecar.cluster;

import org.jspecify.annotations.NullMarked;
