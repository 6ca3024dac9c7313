/// Tests of the chart as a user gets it: rendered and linted by Helm itself.
@NullMarked
package io.metricssidecar.charts;

import org.jspecify.annotations.NullMarked;
