/// What is written must be read back; what is bad must be said.
@NullMarked
package io.metricssidecar.contract;

import org.jspecify.annotations.NullMarked;
