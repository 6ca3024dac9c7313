package io.metricssidecar.decision.overload;

import io.metricssidecar.decision.overload.Phase.Active;
import io.metricssidecar.decision.overload.Phase.Cooldown;
import io.metricssidecar.decision.overload.Phase.Disabled;
import io.metricssidecar.decision.overload.Phase.Hot;
import io.metricssidecar.decision.overload.Phase.Recovering;
import io.metricssidecar.decision.overload.Phase.Shedding;
import io.metricssidecar.decision.overload.Phase.Unknown;
import io.metricssidecar.decision.overload.Phase.Warmup;
import java.time.Duration;

/// The steps of the state machine as time passes.
final class Ticks {
  private Ticks() {}

  static Step next(OverloadState before, Duration now, OverloadConfig config, double draw) {
    var state = forgiven(before, now, config);
    return switch (state.phase()) {
      case Disabled _ -> Step.stay(state);
      case Warmup _ ->
          warm(state, now, config)
              ? Step.to(state.with(new Active(0)), Reason.WARMED_UP)
              : Step.stay(state);
      case Unknown _ -> Step.stay(state);
      case Active _ ->
          Samples.stale(state, now, config)
              ? Step.to(state.with(new Unknown()), Reason.STALE)
              : Step.stay(state);
      case Hot hot -> hot(state, hot, now, config, draw);
      case Shedding shedding -> shedding(state, shedding, now, config);
      case Recovering recovering -> recovering(state, recovering, now);
      case Cooldown cooldown ->
          reached(cooldown.until(), now)
              ? Step.to(
                  state.with(warm(state, now, config) ? new Active(0) : new Warmup()),
                  Reason.COOLED_DOWN)
              : Step.stay(state);
    };
  }

  private static Step hot(
      OverloadState state, Hot hot, Duration now, OverloadConfig config, double draw) {
    if (Samples.stale(state, now, config)) {
      return Step.to(state.with(new Unknown()), Reason.STALE);
    }
    if (!reached(hot.next(), now)) {
      return Step.stay(state);
    }
    var attempt = state.history().attempts() + 1;
    var again = now.plus(OverloadPolicy.scaled(config.attempt(), 0.5 + draw));
    return Step.to(
        state
            .with(new Hot(attempt, true, again, hot.lost()))
            .with(state.history().withAttempt(attempt)),
        new Step.Effect.Acquire(attempt),
        Reason.ASKED);
  }

  private static Step shedding(
      OverloadState state, Shedding shedding, Duration now, OverloadConfig config) {
    if (reached(shedding.latest(), now)) {
      return OverloadPolicy.recover(state, now, config, Reason.MAXIMUM_TIME);
    }
    return Samples.stale(state, now.minus(shedding.jitter()), config)
        ? OverloadPolicy.recover(state, now, config, Reason.STALE)
        : Step.stay(state);
  }

  private static Step recovering(OverloadState state, Recovering recovering, Duration now) {
    if (!reached(recovering.next(), now)) {
      return Step.stay(state);
    }
    // Pushed out far, so that one read is under way at a time; its result sets the real time.
    var waiting = new Recovering(recovering.since(), recovering.checks(), now.plusSeconds(60));
    return Step.to(state.with(waiting), new Step.Effect.CheckReady(), Reason.CHECK_READY);
  }

  /// One shed is forgotten for each maximum time out that passes without another.
  private static OverloadState forgiven(OverloadState state, Duration now, OverloadConfig config) {
    var history = state.history();
    return !state.shedding()
            && history.sheds() > 0
            && reached(history.calmSince().plus(config.maxShed()), now)
        ? state.with(history.withSheds(history.sheds() - 1, now))
        : state;
  }

  private static boolean warm(OverloadState state, Duration now, OverloadConfig config) {
    return reached(state.mainStarted().plus(config.warmUp()), now);
  }

  private static boolean reached(Duration time, Duration now) {
    return now.compareTo(time) >= 0;
  }
}
