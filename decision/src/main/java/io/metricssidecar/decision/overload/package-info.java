/// The decision whether a pod sheds, as pure functions over values: no clock, no client, no logger.
/// Start with [io.metricssidecar.decision.overload.OverloadPolicy].
@NullMarked
package io.metricssidecar.decision.overload;

import org.jspecify.annotations.NullMarked;
