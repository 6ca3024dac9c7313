/// Certificates of the webhook as values: an authority, the leaves it signs, the chain that a
/// server presents, the bundle that trusts it, and the Service whose names it bears. Time,
/// randomness and names are parameters; nothing here and in the packages below reads a file, a
/// clock or a cluster. Start with [io.metricssidecar.certs.Authority], then with
/// [io.metricssidecar.certs.rotation.Rotation].
@NullMarked
package io.metricssidecar.certs;

import org.jspecify.annotations.NullMarked;
