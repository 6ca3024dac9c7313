/// Workloads, their owners and their pods, read from the API server.
@NullMarked
package io.metricssidecar.controller.workloads;

import org.jspecify.annotations.NullMarked;
