/// The rights of each workload's sidecars: given and taken back because of objects that were read
/// back from the API server, never because of an admission review.
/// [io.metricssidecar.controller.access.AccessPlan] decides,
/// [io.metricssidecar.controller.access.AccessReconciler] reads, and
/// [io.metricssidecar.controller.writes.AccessWriter] writes.
@NullMarked
package io.metricssidecar.controller.access;

import org.jspecify.annotations.NullMarked;
