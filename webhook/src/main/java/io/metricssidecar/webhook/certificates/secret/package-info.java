/// The Secret that all replicas share: watched, written, and restored after it was deleted.
@NullMarked
package io.metricssidecar.webhook.certificates.secret;

import org.jspecify.annotations.NullMarked;
