/// The writes of the objects that give sidecars access: which workload has its turn
/// ([io.metricssidecar.controller.writes.Turns] decides), the requests themselves, and what is left
/// alone for a while after one of them.
@NullMarked
package io.metricssidecar.controller.writes;

import org.jspecify.annotations.NullMarked;
