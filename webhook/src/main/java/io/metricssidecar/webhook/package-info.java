/// Adds the sidecar to pods at admission. [io.metricssidecar.injection.InjectionPolicy] decides
/// what happens to a pod, [io.metricssidecar.injection.patch.PodPatch] says it as a patch, both
/// pure; the HTTP servers around them start in [io.metricssidecar.webhook.WebhookProcess].
@NullMarked
package io.metricssidecar.webhook;

import org.jspecify.annotations.NullMarked;
