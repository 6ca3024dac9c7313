/// The configuration of the webhook.
@NullMarked
package io.metricssidecar.webhook.config;

import org.jspecify.annotations.NullMarked;
