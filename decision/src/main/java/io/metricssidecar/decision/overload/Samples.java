package io.metricssidecar.decision.overload;

import io.metricssidecar.contract.settings.Durations;
import io.metricssidecar.decision.overload.OverloadState.LastSample;
import io.metricssidecar.decision.overload.Phase.Active;
import io.metricssidecar.decision.overload.Phase.Cooldown;
import io.metricssidecar.decision.overload.Phase.Disabled;
import io.metricssidecar.decision.overload.Phase.Hot;
import io.metricssidecar.decision.overload.Phase.Recovering;
import io.metricssidecar.decision.overload.Phase.Shedding;
import io.metricssidecar.decision.overload.Phase.Unknown;
import io.metricssidecar.decision.overload.Phase.Warmup;
import java.time.Duration;

/// The steps of the state machine on a fresh sample.
final class Samples {
  /// Shedding that lowered the pressure by less than this share of what led to it did not help.
  private static final double MIN_EFFECT = 0.2;

  /// The number of the sample after settling on which that is judged.
  private static final int EFFECT_SAMPLES = 2;

  /// The longest age at which samples count, however far apart they are: a pod may be out as long.
  private static final Duration MAX_STALE = Duration.ofMinutes(5);

  private Samples() {}

  static Step next(OverloadState before, Event.Fresh event, OverloadConfig config, double draw) {
    var state = before.with(LastSample.after(before.sample(), event.pressure(), event.at()));
    return switch (state.phase()) {
      case Unknown _ -> counted(state, 0, event, config, draw);
      case Active active -> counted(state, active.hot(), event, config, draw);
      case Hot _ ->
          event.pressure().level().hot()
              ? Step.stay(state)
              : Step.to(state.with(new Active(0)), Reason.COOLED_BEFORE_SHED);
      case Shedding shedding -> shedding(state, shedding, event, config);
      case Disabled(Reason reason) when reason == Reason.NO_LIMIT ->
          Step.to(state.with(new Warmup()), Reason.LIMIT_FOUND);
      case Warmup _, Recovering _, Cooldown _, Disabled _ -> Step.stay(state);
    };
  }

  /// Whether the last fresh sample, if any, is too old to act on.
  static boolean stale(OverloadState state, Duration now, OverloadConfig config) {
    var last = state.sample();
    return last == null || now.minus(last.arrived()).compareTo(staleAfter(last, config)) >= 0;
  }

  /// The age at which a sample is too old. Where samples are far apart one may be missed, as where
  /// they are close.
  static Duration staleAfter(LastSample last, OverloadConfig config) {
    var twoAndAHalf = OverloadPolicy.scaled(last.spacing(), 2.5);
    return Durations.max(config.stale(), Durations.min(twoAndAHalf, MAX_STALE));
  }

  private static Step counted(
      OverloadState state, int before, Event.Fresh event, OverloadConfig config, double draw) {
    var level = event.pressure().level();
    var reason = state.phase() instanceof Unknown ? Reason.FRESH_AGAIN : Reason.NOTHING_NEW;
    if (!level.hot() || event.at().compareTo(state.history().notBefore()) < 0) {
      return Step.to(state.with(new Active(0)), reason);
    }
    var hot = before + 1;
    if (level == Pressure.Level.CRITICAL || hot >= config.hotSamples()) {
      var first = event.at().plus(OverloadPolicy.scaled(config.firstAttempt(), draw));
      return Step.to(
          state.with(new Hot(state.history().attempts(), false, first)),
          level == Pressure.Level.CRITICAL ? Reason.CRITICAL_SAMPLE : Reason.HOT_SAMPLES);
    }
    return Step.to(state.with(new Active(hot)), reason);
  }

  private static Step shedding(
      OverloadState state, Shedding shedding, Event.Fresh event, OverloadConfig config) {
    var now = event.at();
    var cool = event.pressure().level() == Pressure.Level.LOW ? shedding.cool() + 1 : 0;
    if (cool >= config.recoverySamples() && now.compareTo(shedding.earliest()) >= 0) {
      return OverloadPolicy.recover(state, now, config, Reason.RECOVERED);
    }
    var settled = now.compareTo(shedding.since().plus(config.settle())) >= 0;
    var judged = settled ? shedding.judged() + 1 : shedding.judged();
    if (judged == EFFECT_SAMPLES && ineffective(shedding, event.pressure())) {
      return OverloadPolicy.recover(
          state.with(state.history().withNotBefore(now.plus(config.ineffectivePause()))),
          now,
          config,
          Reason.INEFFECTIVE);
    }
    return Step.stay(state.with(shedding.with(cool, judged)));
  }

  private static boolean ineffective(Shedding shedding, Pressure pressure) {
    return pressure.level() != Pressure.Level.LOW
        && shedding.entry() - pressure.value() < MIN_EFFECT * shedding.entry();
  }
}
