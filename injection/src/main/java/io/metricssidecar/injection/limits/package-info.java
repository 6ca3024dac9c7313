/// What a namespace allows its pods to use: its LimitRanges and ResourceQuotas.
@NullMarked
package io.metricssidecar.injection.limits;

import org.jspecify.annotations.NullMarked;
