package io.metricssidecar.decision.overload;

import java.time.Duration;

/// A phase of the state machine, with what is remembered while it lasts. Only [Shedding] answers
/// the probe with anything but 200.
///
/// ```
/// WARMUP ─► ACTIVE ─► HOT ─► SHEDDING ─► RECOVERING ─► COOLDOWN ─► ACTIVE
///              ▲  └► UNKNOWN (no samples) └ also from any state whose slot is held without shedding
/// ```
public sealed interface Phase {
  /// The phases by name, in the order of a life. The name is shown to people and is the label value
  /// in metrics.
  enum Kind {
    WARMUP,
    ACTIVE,
    UNKNOWN,
    HOT,
    SHEDDING,
    RECOVERING,
    COOLDOWN,
    DISABLED
  }

  /// Serving; nothing can be judged.
  record Disabled(Reason reason) implements Phase {}

  /// Serving; the measured container was started recently.
  record Warmup() implements Phase {}

  /// Serving.
  ///
  /// @param hot consecutive samples above the threshold
  record Active(int hot) implements Phase {}

  /// Serving without samples.
  record Unknown() implements Phase {}

  /// Serving, overloaded; a slot is requested.
  ///
  /// @param attempt number of the last slot request, in this or an earlier hot phase
  /// @param awaiting whether its result has not arrived yet
  /// @param next time of the next request
  /// @param lost requests in a row that found out nothing: another pod wrote in between, or a read
  ///   failed
  record Hot(int attempt, boolean awaiting, Duration next, int lost) implements Phase {
    /// Without such a request before.
    public Hot(int attempt, boolean awaiting, Duration next) {
      this(attempt, awaiting, next, 0);
    }
  }

  /// Out of the Service.
  ///
  /// @param since when it began
  /// @param earliest no return because of recovery before
  /// @param latest return at the latest
  /// @param jitter spreads the returns of pods that lost their samples together
  /// @param entry pressure that led here
  /// @param cool consecutive samples below the recovery value
  /// @param judged samples that show the effect of shedding
  record Shedding(
      Duration since,
      Duration earliest,
      Duration latest,
      Duration jitter,
      double entry,
      int cool,
      int judged)
      implements Phase {
    Shedding with(int coolSamples, int judgedSamples) {
      return new Shedding(since, earliest, latest, jitter, entry, coolSamples, judgedSamples);
    }
  }

  /// Serving again; the slot is not released yet.
  ///
  /// @param since when it began to answer 200
  /// @param checks reads of the pod's readiness so far
  /// @param next time of the next read
  record Recovering(Duration since, int checks, Duration next) implements Phase {}

  /// Serving; it returned recently.
  record Cooldown(Duration until) implements Phase {}

  /// The phase by name.
  default Kind kind() {
    return switch (this) {
      case Warmup _ -> Kind.WARMUP;
      case Active _ -> Kind.ACTIVE;
      case Unknown _ -> Kind.UNKNOWN;
      case Hot _ -> Kind.HOT;
      case Shedding _ -> Kind.SHEDDING;
      case Recovering _ -> Kind.RECOVERING;
      case Cooldown _ -> Kind.COOLDOWN;
      case Disabled _ -> Kind.DISABLED;
    };
  }
}
