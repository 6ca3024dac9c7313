/// Every text that may stand in a Lease has one meaning.
@NullMarked
package io.metricssidecar.contract.budget;

import org.jspecify.annotations.NullMarked;
