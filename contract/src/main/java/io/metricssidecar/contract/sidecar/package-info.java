/// The configuration of a sidecar, which the webhook writes as environment variables and the
/// sidecar reads back: [io.metricssidecar.contract.sidecar.SidecarConfig] and the declarations of
/// its settings.
@NullMarked
package io.metricssidecar.contract.sidecar;

import org.jspecify.annotations.NullMarked;
