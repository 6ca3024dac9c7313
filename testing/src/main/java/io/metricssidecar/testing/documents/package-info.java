/// Documents of the repository, for tests that compare them with the code.
@NullMarked
package io.metricssidecar.testing.documents;

import org.jspecify.annotations.NullMarked;
