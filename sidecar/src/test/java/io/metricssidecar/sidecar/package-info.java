/// The sidecar: documents and readers as values here, real sockets in the classes named `IT`.
@NullMarked
package io.metricssidecar.sidecar;

import org.jspecify.annotations.NullMarked;
