/// Tests of the way of a setting: from values and manifests to what a process reads.
@NullMarked
package io.metricssidecar.charts.settings;

import org.jspecify.annotations.NullMarked;
