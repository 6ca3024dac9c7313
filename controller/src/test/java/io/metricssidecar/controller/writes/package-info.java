/// Tests of the order and of the repetition of writes.
@NullMarked
package io.metricssidecar.controller.writes;

import org.jspecify.annotations.NullMarked;
