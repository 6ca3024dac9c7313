/// What people see of runs besides the tables: the progress of a long series, and plots as SVG.
/// Start with [io.metricssidecar.simulation.output.PlotFiles].
@NullMarked
package io.metricssidecar.simulation.output;

import org.jspecify.annotations.NullMarked;
