/// Which workload a pod belongs to, by the rules of the controllers that own pods: a pod's owner
/// reference is a claim of whoever created it. [io.metricssidecar.controller.ownership.Ownership]
/// decides, [io.metricssidecar.controller.ownership.Owners] reads.
@NullMarked
package io.metricssidecar.controller.ownership;

import org.jspecify.annotations.NullMarked;
