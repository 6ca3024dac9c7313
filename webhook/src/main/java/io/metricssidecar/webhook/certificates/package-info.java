/// Keeps the webhook's certificates by itself: the authority in a shared Secret, a leaf per replica
/// in memory, the trust in the webhook configuration. [
/// io.metricssidecar.webhook.certificates.CertificateKeeper] does the reading and writing; what to
/// do is decided in the module `certs`.
@NullMarked
package io.metricssidecar.webhook.certificates;

import org.jspecify.annotations.NullMarked;
