/// Cases on a real cluster (`*E2E`, run with -Pe2e), and unit tests of the harness (`*Test`).
@NullMarked
package io.metricssidecar.e2e;

import org.jspecify.annotations.NullMarked;
