/// The process that gives sidecars their access, maintains the budget Leases and writes Events. It
/// answers nobody: its only port is that of health and metrics. Starts in
/// [io.metricssidecar.controller.ControllerProcess].
@NullMarked
package io.metricssidecar.controller;

import org.jspecify.annotations.NullMarked;
