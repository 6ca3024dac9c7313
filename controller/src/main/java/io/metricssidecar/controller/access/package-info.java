/// Gives each workload's sidecars the rights they need, and takes them back: from objects read back
/// from the API server, never from an admission review.
/// [io.metricssidecar.controller.access.AccessPlan] decides,
/// [io.metricssidecar.controller.access.AccessReconciler] reads and writes.
@NullMarked
package io.metricssidecar.controller.access;

import org.jspecify.annotations.NullMarked;
