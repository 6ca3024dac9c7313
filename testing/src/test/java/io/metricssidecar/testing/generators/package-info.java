/// The generators, as the tests that use them rely on.
@NullMarked
package io.metricssidecar.testing.generators;

import org.jspecify.annotations.NullMarked;
