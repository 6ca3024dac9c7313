/// Events about HorizontalPodAutoscalers that count the sidecar's requests.
@NullMarked
package io.metricssidecar.controller.autoscaling;

import org.jspecify.annotations.NullMarked;
