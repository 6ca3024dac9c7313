package io.metricssidecar.simulation.world.agent;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.sidecar.SidecarConfig;
import io.metricssidecar.simulation.world.api.Api;
import io.metricssidecar.simulation.world.time.Timeline;
import java.time.Instant;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// All that a process in a pod knows and can do.
///
/// @param config as the webhook would write it
/// @param api the API server, as seen from this process
/// @param time of this process; its tasks end with it
/// @param wall clock of the pod's node, which may be wrong
/// @param random of this process alone
public record AgentContext(
    SidecarConfig config, Api api, Timeline time, Supplier<Instant> wall, RandomGenerator random) {
  public AgentContext {
    requireNonNull(config, "config is null");
    requireNonNull(api, "api is null");
    requireNonNull(time, "time is null");
    requireNonNull(wall, "wall is null");
    requireNonNull(random, "random is null");
  }
}
