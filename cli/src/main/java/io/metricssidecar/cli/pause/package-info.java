/// Commands that stop shedding and let it go on, in a workload, a namespace or the cluster. Start
/// with [io.metricssidecar.cli.pause.PauseCommand].
@NullMarked
package io.metricssidecar.cli.pause;

import org.jspecify.annotations.NullMarked;
