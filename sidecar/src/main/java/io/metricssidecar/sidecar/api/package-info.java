/// The client to the API server and the readers built on it.
@NullMarked
package io.metricssidecar.sidecar.api;

import org.jspecify.annotations.NullMarked;
