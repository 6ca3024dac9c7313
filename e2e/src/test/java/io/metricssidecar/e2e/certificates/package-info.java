/// Cases on the webhook's certificate and the trust in it.
@NullMarked
package io.metricssidecar.e2e.certificates;

import org.jspecify.annotations.NullMarked;
