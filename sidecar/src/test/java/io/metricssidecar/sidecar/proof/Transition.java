package io.metricssidecar.sidecar.proof;

import io.metricssidecar.sidecar.overload.Event;
import io.metricssidecar.sidecar.overload.OverloadConfig;
import io.metricssidecar.sidecar.overload.OverloadState;
import io.metricssidecar.sidecar.overload.Step;

/// The shape of [io.metricssidecar.sidecar.overload.OverloadPolicy#next], so that a test can wrap
/// it.
@FunctionalInterface
interface Transition {
  Step next(OverloadState state, Event event, OverloadConfig config, double draw);
}
