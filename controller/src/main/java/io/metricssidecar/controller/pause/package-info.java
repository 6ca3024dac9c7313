/// Pauses of budgets that workloads, Namespaces and the installation ask for. Start with
/// [io.metricssidecar.controller.pause.PauseCause].
@NullMarked
package io.metricssidecar.controller.pause;

import org.jspecify.annotations.NullMarked;
