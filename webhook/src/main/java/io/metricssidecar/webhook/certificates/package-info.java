/// Keeps the webhook's certificates: by itself, with the authority in a shared Secret, a leaf per
/// replica in memory and the trust in the webhook configuration ([
/// io.metricssidecar.webhook.certificates.CertificateKeeper]), or from a Secret that somebody else
/// fills ([io.metricssidecar.webhook.certificates.ProvidedCertificates]). These read and write;
/// what to do is decided in the module `certs`.
@NullMarked
package io.metricssidecar.webhook.certificates;

import org.jspecify.annotations.NullMarked;
