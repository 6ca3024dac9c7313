/// Kubelets, the processes that they run, and nodes that fail. Start with
/// [io.metricssidecar.simulation.world.node.Kubelet].
@NullMarked
package io.metricssidecar.simulation.world.node;

import org.jspecify.annotations.NullMarked;
