/// The settings of injected pods, which the webhook, the controller and `metrics-sidecar inject`
/// share.
@NullMarked
package io.metricssidecar.injection.config;

import org.jspecify.annotations.NullMarked;
