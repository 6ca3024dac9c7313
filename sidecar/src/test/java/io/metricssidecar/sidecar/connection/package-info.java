/// The connection to the API server, and its tests.
@NullMarked
package io.metricssidecar.sidecar.connection;

import org.jspecify.annotations.NullMarked;
