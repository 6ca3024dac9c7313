/// A Deployment under real traffic, and the samples of its endpoints and of its budget Lease.
@NullMarked
package io.metricssidecar.e2e.fleet;

import org.jspecify.annotations.NullMarked;
