/// Tests of what two processes agree on: texts that are read back and problems that are reported.
@NullMarked
package io.metricssidecar.contract;

import org.jspecify.annotations.NullMarked;
