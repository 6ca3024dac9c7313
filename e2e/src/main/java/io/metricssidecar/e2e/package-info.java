/// What the tests on a real cluster and the demo share: a cluster and its namespaces, the release,
/// the workload that can be told how much to use, and what is seen of them.
@NullMarked
package io.metricssidecar.e2e;

import org.jspecify.annotations.NullMarked;
