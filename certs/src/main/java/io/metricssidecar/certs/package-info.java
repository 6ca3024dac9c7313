/// Certificates of the webhook as values: an authority, the leaves it signs, the bundle that trusts
/// them, and what has to happen next to the Secret that holds them. Time, randomness and names are
/// parameters; nothing here reads a file, a clock or a cluster. Start with [
/// io.metricssidecar.certs.Rotation].
@NullMarked
package io.metricssidecar.certs;

import org.jspecify.annotations.NullMarked;
