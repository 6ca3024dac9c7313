package io.metricssidecar.simulation.world.scenario;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Changes of the workload by its users and its autoscaler.
///
/// @param rollouts times at which the template changes
/// @param scales changes of the desired pods
/// @param surgePercent `maxSurge`, rounded up
/// @param unavailablePercent `maxUnavailable`, rounded down
/// @param autoscaler null without one
public record ChangePlan(
    List<Duration> rollouts,
    List<Scale> scales,
    int surgePercent,
    int unavailablePercent,
    @Nullable Autoscaling autoscaler) {
  /// No changes.
  public static final ChangePlan NONE = new ChangePlan(List.of(), List.of(), 25, 25, null);

  public ChangePlan {
    rollouts = List.copyOf(rollouts);
    scales = List.copyOf(scales);
  }

  /// The desired pods change.
  public record Scale(Duration at, int replicas) {}

  /// A HorizontalPodAutoscaler by CPU.
  ///
  /// @param target mean use, as a share of the request
  /// @param requestShare CPU request, as a share of the limit
  /// @param min smallest number of pods
  /// @param max largest number of pods
  public record Autoscaling(double target, double requestShare, int min, int max) {}
}
