package io.metricssidecar.decision.proof;

import io.metricssidecar.decision.overload.OverloadConfig;
import io.metricssidecar.decision.overload.OverloadState;
import io.metricssidecar.decision.overload.OverloadState.History;
import io.metricssidecar.decision.overload.OverloadState.LastSample;
import io.metricssidecar.decision.overload.Phase;
import io.metricssidecar.decision.overload.Phase.Cooldown;
import io.metricssidecar.decision.overload.Phase.Hot;
import io.metricssidecar.decision.overload.Phase.Recovering;
import io.metricssidecar.decision.overload.Phase.Shedding;
import io.metricssidecar.decision.overload.Pressure;
import io.metricssidecar.decision.overload.Pressure.Level;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Makes the states of a machine with a clock finitely many: times are relative to now, in whole
/// seconds, and those that are longer past than anything the machine compares them with are all the
/// same. A deadline is reached at the first whole second that is not before it, as the loop ticks
/// once a second.
///
/// @param config that the machine runs with
/// @param future how far ahead deadlines are kept apart
/// @param beyond what a deadline further ahead counts as: [#NEVER] for claims that something
///   happens, an early one for claims that something does not
/// @param checks reads of readiness that are counted
record Horizon(OverloadConfig config, Duration future, Duration beyond, int checks) {
  /// A deadline that does not come closer.
  static final Duration NEVER = Duration.ofDays(1_000);

  /// Which sample it was matters to the phases alone.
  private static final Pressure OVERLOADED = new Pressure(1.2, Level.HIGH);

  /// The state as it is seen `by` later.
  OverloadState seen(OverloadState state, Duration by) {
    var behind =
        state.phase() instanceof Hot hot
            ? Math.min(state.history().attempts() - hot.attempt(), 1)
            : 0;
    return new OverloadState(
        seen(state.phase(), behind, by),
        seen(state.sample(), by),
        since(state.mainStarted(), by, config.warmUp()),
        seen(state.history(), by));
  }

  /// Sheds are counted as far as they lengthen the shortest time out.
  private History seen(History history, Duration by) {
    var most = (int) Math.ceilDiv(config.maxShed().toSeconds(), config.minShed().toSeconds()) - 1;
    var sheds = Math.min(history.sheds(), most);
    return new History(
        sheds,
        sheds == 0 ? Duration.ZERO : since(history.calmSince(), by, config.maxShed()),
        until(history.notBefore(), by),
        1);
  }

  private Phase seen(Phase phase, int behind, Duration by) {
    return switch (phase) {
      case Hot hot -> new Hot(1 - behind, hot.awaiting(), until(hot.next(), by));
      case Shedding out ->
          new Shedding(
              since(out.since(), by, config.maxShed()),
              until(out.earliest(), by),
              until(out.latest(), by),
              out.jitter(),
              1.2,
              Math.min(out.cool(), config.recoverySamples()),
              Math.min(out.judged(), 3));
      case Recovering back ->
          new Recovering(Duration.ZERO, Math.min(back.checks(), checks), until(back.next(), by));
      case Cooldown pause -> new Cooldown(until(pause.until(), by));
      case Phase.Warmup _, Phase.Active _, Phase.Unknown _, Phase.Disabled _ -> phase;
    };
  }

  private @Nullable LastSample seen(@Nullable LastSample sample, Duration by) {
    return sample == null
        ? null
        : new LastSample(
            OVERLOADED, since(sample.arrived(), by, config.stale().plus(config.returnJitter())));
  }

  private static Duration since(Duration time, Duration by, Duration longest) {
    var moved = time.minus(by);
    return moved.negated().compareTo(longest) > 0 ? longest.negated() : moved;
  }

  private Duration until(Duration time, Duration by) {
    var left = time.minus(by);
    if (left.compareTo(future) > 0) {
      return beyond;
    }
    return left.isNegative() ? Duration.ZERO : Duration.ofSeconds(ceilSeconds(left));
  }

  private static long ceilSeconds(Duration time) {
    return Math.ceilDiv(time.toMillis(), 1_000);
  }
}
