/// The text form of certificates and private keys: the one place that reads and writes PEM. It
/// knows nothing of what the certificates are for. Start with [io.metricssidecar.certs.pem.Pem].
@NullMarked
package io.metricssidecar.certs.pem;

import org.jspecify.annotations.NullMarked;
