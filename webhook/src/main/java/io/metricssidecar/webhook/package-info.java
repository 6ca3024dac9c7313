/// The process that adds the sidecar to pods at admission and maintains its own certificate.
/// [io.metricssidecar.injection.InjectionPolicy] decides on a pod, and
/// [io.metricssidecar.injection.patch.PodPatch] builds the patch, both pure. Starts in
/// [io.metricssidecar.webhook.WebhookProcess].
@NullMarked
package io.metricssidecar.webhook;

import org.jspecify.annotations.NullMarked;
