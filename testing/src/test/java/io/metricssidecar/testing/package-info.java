/// What generators and properties promise to the tests that use them.
@NullMarked
package io.metricssidecar.testing;

import org.jspecify.annotations.NullMarked;
