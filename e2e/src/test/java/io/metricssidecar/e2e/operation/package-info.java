/// Cases on running a release: upgrade, restart, load, and life without the webhook.
@NullMarked
package io.metricssidecar.e2e.operation;

import org.jspecify.annotations.NullMarked;
