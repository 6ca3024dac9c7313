/// Tests of the policies that warn whoever applies a workload, and refuse nothing.
@NullMarked
package io.metricssidecar.charts.warnings;

import org.jspecify.annotations.NullMarked;
