/// The servers of the webhook, and the handling of reviews from the request to the answer.
@NullMarked
package io.metricssidecar.webhook.server;

import org.jspecify.annotations.NullMarked;
