/// Predicates of the architecture tests that several modules share.
@NullMarked
package io.metricssidecar.testing.architecture;

import org.jspecify.annotations.NullMarked;
