/// A real cluster as the end-to-end tests and the demo use it: connection, namespaces of their own,
/// the installed release, and waiting.
@NullMarked
package io.metricssidecar.e2e.cluster;

import org.jspecify.annotations.NullMarked;
