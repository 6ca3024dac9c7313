/// The webhook's certificate and the trust in it, maintained in one of two ways: by an authority of
/// our own in a shared Secret, with a leaf per replica in memory ([
/// io.metricssidecar.webhook.certificates.SelfManagedCertificates]), or from a Secret that others
/// maintain ([io.metricssidecar.webhook.certificates.ProvidedCertificates]). This package reads and
/// writes; the module `certs` decides what to do. Start with
/// [io.metricssidecar.webhook.certificates.Certificates].
@NullMarked
package io.metricssidecar.webhook.certificates;

import org.jspecify.annotations.NullMarked;
