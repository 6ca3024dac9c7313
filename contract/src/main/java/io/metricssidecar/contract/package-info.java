/// Everything that two processes of Metrics Sidecar must agree on byte for byte: names, labels,
/// annotations, ports and paths here, settings, the sidecar's configuration and metric formats in
/// the packages below. It depends on the JDK alone; start with
/// [io.metricssidecar.contract.sidecar.SidecarConfig].
@NullMarked
package io.metricssidecar.contract;

import org.jspecify.annotations.NullMarked;
