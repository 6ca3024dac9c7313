/// The bodies of reviews: how much of them is held in memory, and what is read of them. Nothing
/// here knows a server.
@NullMarked
package io.metricssidecar.webhook.server.body;

import org.jspecify.annotations.NullMarked;
