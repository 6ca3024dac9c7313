package io.metricssidecar.simulation.world.watch;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What the observer remembers of one pod. Times are null for what is not so, or has not happened.
final class PodHistory {
  /// Whether the API server has ever shown it Ready.
  boolean wasReady;

  /// Whether the API server showed it Ready at the last look.
  boolean ready;

  /// Since when it answers 400.
  @Nullable Duration out;

  /// When it answered 200 for the first time after its last shed.
  @Nullable Duration returned;

  /// Since when it does not serve.
  @Nullable Duration silent;

  /// Since when shedding it would be right.
  @Nullable Duration entitled;
}
