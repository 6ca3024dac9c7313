/// Whole expositions, byte for byte.
@NullMarked
package io.metricssidecar.contract.exposition;

import org.jspecify.annotations.NullMarked;
