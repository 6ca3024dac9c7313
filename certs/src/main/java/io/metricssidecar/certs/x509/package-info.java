/// The parts of one X.509 certificate that everything here stands on: its key pair and serial
/// number, its validity, a summary for people, and the reasons to reject it. Start with
/// [io.metricssidecar.certs.x509.Validity].
@NullMarked
package io.metricssidecar.certs.x509;

import org.jspecify.annotations.NullMarked;
