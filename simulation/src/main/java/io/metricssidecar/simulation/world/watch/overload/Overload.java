package io.metricssidecar.simulation.world.watch.overload;

import io.metricssidecar.simulation.world.agent.Stage;
import java.time.Duration;
import java.util.Map;

/// One overload of one pod, from its begin until the pod is no endpoint or the load is over.
///
/// @param out whether the pod was shed in time
/// @param seconds in each stage; a stage that is missing took none
public record Overload(boolean out, Map<Stage, Integer> seconds) {
  public Overload {
    seconds = Map.copyOf(seconds);
  }

  /// All of it.
  public Duration length() {
    return Duration.ofSeconds(seconds.values().stream().mapToInt(Integer::intValue).sum());
  }
}
