package io.metricssidecar.decision.proof;

import io.metricssidecar.decision.overload.Event;
import io.metricssidecar.decision.overload.OverloadConfig;
import io.metricssidecar.decision.overload.OverloadState;
import io.metricssidecar.decision.overload.Step;

/// The shape of [io.metricssidecar.decision.overload.OverloadPolicy#next], so that a test can wrap
/// it.
@FunctionalInterface
interface Transition {
  Step next(OverloadState state, Event event, OverloadConfig config, double draw);
}
