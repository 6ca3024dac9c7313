/// A server process: its build, the settings that all have and the end of a process that was
/// configured badly.
@NullMarked
package io.metricssidecar.contract.process;

import org.jspecify.annotations.NullMarked;
