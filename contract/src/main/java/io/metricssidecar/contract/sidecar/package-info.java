/// The configuration of a sidecar, written by the webhook as environment variables and read back by
/// the sidecar.
@NullMarked
package io.metricssidecar.contract.sidecar;

import org.jspecify.annotations.NullMarked;
