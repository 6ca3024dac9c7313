/// Generators of values for properties.
@NullMarked
package io.metricssidecar.testing.generators;

import org.jspecify.annotations.NullMarked;
