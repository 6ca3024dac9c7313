package io.metricssidecar.decision.overload;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.settings.Durations;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The memory of the state machine. Times are monotonic, as in [Event].
///
/// @param phase present one
/// @param sample last fresh one; null before the first
/// @param mainStarted start of the measured container, as far as known
/// @param history of the sheds
public record OverloadState(
    Phase phase, @Nullable LastSample sample, Duration mainStarted, History history) {
  /// The last fresh sample.
  ///
  /// @param pressure of the sample
  /// @param arrived when it arrived here
  /// @param gap since the sample before it; zero where there is none
  /// @param spacing of samples: the smaller of the last two gaps, so that one that was missed does
  ///   not count; zero until there are two
  public record LastSample(Pressure pressure, Duration arrived, Duration gap, Duration spacing) {
    public LastSample {
      requireNonNull(pressure, "pressure is null");
      requireNonNull(arrived, "arrived is null");
      requireNonNull(gap, "gap is null");
      requireNonNull(spacing, "spacing is null");
    }

    /// The first sample.
    public LastSample(Pressure pressure, Duration arrived) {
      this(pressure, arrived, Duration.ZERO, Duration.ZERO);
    }

    /// A sample after `before`; null where it is the first.
    static LastSample after(@Nullable LastSample before, Pressure pressure, Duration arrived) {
      if (before == null) {
        return new LastSample(pressure, arrived);
      }
      var gap = arrived.minus(before.arrived);
      return new LastSample(pressure, arrived, gap, Durations.min(gap, before.gap));
    }
  }

  /// Earlier sheds, as far as they matter for the next.
  ///
  /// @param sheds consecutive sheds, which lengthen the minimum time out
  /// @param calmSince since when no shed has happened, for forgetting them one by one
  /// @param notBefore no shed before this time
  /// @param attempts slot requests so far in the life of the process, so that each has a number of
  ///   its own and a late result is never taken for another's
  public record History(int sheds, Duration calmSince, Duration notBefore, int attempts) {
    public History {
      requireNonNull(calmSince, "calmSince is null");
      requireNonNull(notBefore, "notBefore is null");
    }

    History withSheds(int count, Duration since) {
      return new History(count, since, notBefore, attempts);
    }

    History withNotBefore(Duration time) {
      return new History(sheds, calmSince, time, attempts);
    }

    History withAttempt(int number) {
      return new History(sheds, calmSince, notBefore, number);
    }
  }

  public OverloadState {
    requireNonNull(phase, "phase is null");
    requireNonNull(mainStarted, "mainStarted is null");
    requireNonNull(history, "history is null");
  }

  /// A process that has just started: it serves and knows nothing, whatever it did before a
  /// restart.
  public static OverloadState initial(Duration now) {
    return in(new Phase.Warmup(), now);
  }

  /// A process that cannot judge.
  public static OverloadState disabled(Reason reason, Duration now) {
    return in(new Phase.Disabled(reason), now);
  }

  private static OverloadState in(Phase phase, Duration now) {
    return new OverloadState(phase, null, now, new History(0, now, now, 0));
  }

  /// Whether the probe is answered with 400.
  public boolean shedding() {
    return phase instanceof Phase.Shedding;
  }

  OverloadState with(Phase next) {
    return new OverloadState(next, sample, mainStarted, history);
  }

  OverloadState with(LastSample next) {
    return new OverloadState(phase, next, mainStarted, history);
  }

  OverloadState with(History next) {
    return new OverloadState(phase, sample, mainStarted, next);
  }

  OverloadState withMainStarted(Duration started) {
    return new OverloadState(phase, sample, started, history);
  }
}
