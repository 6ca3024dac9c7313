/// Health, readiness and metrics over plain HTTP.
@NullMarked
package io.metricssidecar.cluster.health;

import org.jspecify.annotations.NullMarked;
