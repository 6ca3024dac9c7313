/// Events about the injection of pods.
@NullMarked
package io.metricssidecar.controller.injected;

import org.jspecify.annotations.NullMarked;
