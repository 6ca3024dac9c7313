/// The configuration of the controller.
@NullMarked
package io.metricssidecar.controller.config;

import org.jspecify.annotations.NullMarked;
