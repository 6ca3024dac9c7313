/// The settings of a server process: the declaration of each, and a reader that reports every
/// invalid value at once.
@NullMarked
package io.metricssidecar.contract.process;

import org.jspecify.annotations.NullMarked;
