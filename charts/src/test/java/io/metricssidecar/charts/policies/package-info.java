/// Tests of the policies that refuse: for budget Leases, and for what the accounts of webhook and
/// controller write.
@NullMarked
package io.metricssidecar.charts.policies;

import org.jspecify.annotations.NullMarked;
