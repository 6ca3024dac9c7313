/// The configuration of the webhook's process.
@NullMarked
package io.metricssidecar.webhook.config;

import org.jspecify.annotations.NullMarked;
