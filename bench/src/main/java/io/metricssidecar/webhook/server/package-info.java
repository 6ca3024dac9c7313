/// Benchmarks of the webhook, in its package to reach what is package-private there.
@NullMarked
package io.metricssidecar.webhook.server;

import org.jspecify.annotations.NullMarked;
