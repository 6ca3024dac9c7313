/// The servers of the webhook and the way of a review through them.
@NullMarked
package io.metricssidecar.webhook.server;

import org.jspecify.annotations.NullMarked;
