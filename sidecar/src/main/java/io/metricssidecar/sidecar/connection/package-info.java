/// The connection to the API server: address, credentials, TLS, and the requests over it. Start
/// with [io.metricssidecar.sidecar.connection.VertxTransport].
@NullMarked
package io.metricssidecar.sidecar.connection;

import org.jspecify.annotations.NullMarked;
