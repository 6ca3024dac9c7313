/// Gives each workload's sidecars the rights they need, and takes them back: from objects read back
/// from the API server, never from an admission review.
/// [io.metricssidecar.webhook.access.AccessPlan] decides,
/// [io.metricssidecar.webhook.access.AccessReconciler] reads and writes.
@NullMarked
package io.metricssidecar.webhook.access;

import org.jspecify.annotations.NullMarked;
