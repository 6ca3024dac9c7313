/// Pods that opted in and were created while the webhook did not answer: counted, reported as
/// Events, and evicted on request. Start with [io.metricssidecar.controller.missed.MissedPods].
@NullMarked
package io.metricssidecar.controller.missed;

import org.jspecify.annotations.NullMarked;
