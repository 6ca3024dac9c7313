package io.metricssidecar.decision.overload;

import org.jspecify.annotations.Nullable;

/// How much of its limits the measured container uses.
///
/// @param cpu ratio of use to limit, 1.0 at the limit; null where there is no limit to judge by
/// @param memory likewise for memory
public record Utilization(@Nullable Double cpu, @Nullable Double memory) {}
