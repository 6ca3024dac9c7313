/// Settings in general: their declaration ([io.metricssidecar.contract.settings.Setting]), the
/// formats of their values, and a reader for annotations and environment variables that collects
/// problems.
@NullMarked
package io.metricssidecar.contract.settings;

import org.jspecify.annotations.NullMarked;
