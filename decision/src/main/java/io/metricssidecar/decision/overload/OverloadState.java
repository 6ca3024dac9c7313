package io.metricssidecar.decision.overload;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Everything the state machine remembers. Times are monotonic, as in [Event].
///
/// @param phase where it stands
/// @param pressure of the last fresh sample; null before the first
/// @param lastFresh arrival of that sample; null before the first
/// @param mainStarted start of the measured container, as far as known
/// @param sheds consecutive sheds, which lengthen the minimum time out
/// @param calmSince since when no shed has happened, for forgetting them one by one
/// @param notBefore no shed before this time
/// @param attempts questions asked so far in the life of the process, so that each has a number of
///   its own and a late answer is never taken for another's
public record OverloadState(
    Phase phase,
    @Nullable Pressure pressure,
    @Nullable Duration lastFresh,
    Duration mainStarted,
    int sheds,
    Duration calmSince,
    Duration notBefore,
    int attempts) {
  public OverloadState {
    requireNonNull(phase, "phase is null");
    requireNonNull(mainStarted, "mainStarted is null");
    requireNonNull(calmSince, "calmSince is null");
    requireNonNull(notBefore, "notBefore is null");
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
    return new OverloadState(phase, null, null, now, 0, now, now, 0);
  }

  /// Whether the probe is answered with 400.
  public boolean shedding() {
    return phase instanceof Phase.Shedding;
  }

  OverloadState with(Phase next) {
    return new OverloadState(
        next, pressure, lastFresh, mainStarted, sheds, calmSince, notBefore, attempts);
  }

  OverloadState withSample(Pressure sample, Duration arrived) {
    return new OverloadState(
        phase, sample, arrived, mainStarted, sheds, calmSince, notBefore, attempts);
  }

  OverloadState withMainStarted(Duration started) {
    return new OverloadState(
        phase, pressure, lastFresh, started, sheds, calmSince, notBefore, attempts);
  }

  OverloadState withSheds(int count, Duration calm) {
    return new OverloadState(
        phase, pressure, lastFresh, mainStarted, count, calm, notBefore, attempts);
  }

  OverloadState withAttempt(int number) {
    return new OverloadState(
        phase, pressure, lastFresh, mainStarted, sheds, calmSince, notBefore, number);
  }

  OverloadState withNotBefore(Duration time) {
    return new OverloadState(
        phase, pressure, lastFresh, mainStarted, sheds, calmSince, time, attempts);
  }
}
