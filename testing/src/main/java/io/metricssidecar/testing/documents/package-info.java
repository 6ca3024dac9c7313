/// Tables of the repository's documents and constants of the code, for tests that compare them.
@NullMarked
package io.metricssidecar.testing.documents;

import org.jspecify.annotations.NullMarked;
