package io.metricssidecar.decision.overload;

import java.time.Duration;
import java.util.Locale;

/// Where the state machine stands. Only [Shedding] answers the probe with anything but 200.
///
/// ```
/// WARMUP ─► ACTIVE ─► HOT ─► SHEDDING ─► RECOVERING ─► COOLDOWN ─► ACTIVE
///              ▲  └► UNKNOWN (no samples) └ also from any state whose slot is held without shedding
/// ```
public sealed interface Phase {
  /// Nothing can be judged.
  record Disabled(Reason reason) implements Phase {}

  /// The measured container was started recently.
  record Warmup() implements Phase {}

  /// Serving.
  ///
  /// @param hot consecutive samples above the threshold
  record Active(int hot) implements Phase {}

  /// Serving without samples.
  record Unknown() implements Phase {}

  /// Overloaded, serving, wants to leave.
  ///
  /// @param attempt number of the last attempt, in this or an earlier hot phase
  /// @param awaiting whether that attempt is not answered yet
  /// @param next when to ask again
  record Hot(int attempt, boolean awaiting, Duration next) implements Phase {}

  /// Out of the Service.
  ///
  /// @param since when it began
  /// @param earliest no return because of recovery before
  /// @param latest return at the latest
  /// @param jitter spreads the returns of pods that lost their samples together
  /// @param entry pressure that led here
  /// @param cool consecutive samples below the recovery mark
  /// @param judged samples that show what shedding did
  record Shedding(
      Duration since,
      Duration earliest,
      Duration latest,
      Duration jitter,
      double entry,
      int cool,
      int judged)
      implements Phase {}

  /// Serving again, the slot is not given back yet.
  ///
  /// @param since when it began to answer 200
  /// @param checks reads of the pod's readiness so far
  /// @param next when to read it again
  record Recovering(Duration since, int checks, Duration next) implements Phase {}

  /// Serving, just back.
  record Cooldown(Duration until) implements Phase {}

  /// Name for people and metrics: `SHEDDING`.
  default String label() {
    return getClass().getSimpleName().toUpperCase(Locale.ROOT);
  }
}
