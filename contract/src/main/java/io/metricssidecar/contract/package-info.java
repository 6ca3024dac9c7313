/// What two processes of Metrics Sidecar must agree on byte for byte: annotation keys, environment
/// names, the sidecar's configuration with its environment codec, ports and paths, metric names. It
/// depends on the JDK alone; start with [io.metricssidecar.contract.sidecar.SidecarConfig].
@NullMarked
package io.metricssidecar.contract;

import org.jspecify.annotations.NullMarked;
