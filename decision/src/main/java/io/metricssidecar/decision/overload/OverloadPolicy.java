package io.metricssidecar.decision.overload;

import io.metricssidecar.contract.settings.Durations;
import io.metricssidecar.decision.overload.Phase.Active;
import io.metricssidecar.decision.overload.Phase.Cooldown;
import io.metricssidecar.decision.overload.Phase.Disabled;
import io.metricssidecar.decision.overload.Phase.Hot;
import io.metricssidecar.decision.overload.Phase.Recovering;
import io.metricssidecar.decision.overload.Phase.Shedding;
import io.metricssidecar.decision.overload.Phase.Unknown;
import io.metricssidecar.decision.overload.Phase.Warmup;
import java.time.Duration;

/// The state machine of one sidecar, as one pure function.
///
/// These rules keep the floor and must not be "simplified":
///
/// - each entry into SHEDDING needs its own acknowledged grant for the very attempt that is
///   awaited; being listed as a holder is no permission, and neither is a late grant;
/// - a slot is given back only after a live read showed the pod Ready again, or being deleted;
/// - a process that finds itself listed without having shed goes through RECOVERING;
/// - data that is missing, stale or forbidden never makes a pod unready.
public final class OverloadPolicy {
  /// The pause between two reads of readiness doubles this many times: 5, 10 and 20 s. A slot that
  /// is released late is one that no other pod can have.
  private static final int MAX_DOUBLINGS = 2;

  private static final Duration READY_RETRY = Duration.ofSeconds(5);

  private OverloadPolicy() {}

  /// The step that an event leads to.
  ///
  /// @param draw a random number in [0, 1), for every delay that must not be the same in all pods
  public static Step next(OverloadState state, Event event, OverloadConfig config, double draw) {
    return switch (event) {
      case Event.Tick tick -> Ticks.next(state, tick.at(), config, draw);
      case Event.Fresh fresh -> Samples.next(state, fresh, config, draw);
      case Event.MainStarted started -> mainStarted(state, started, config);
      case Event.MainNotReady notReady ->
          leaveShedding(state, notReady.at(), config, Reason.MAIN_NOT_READY);
      case Event.NoLimit noLimit -> noLimit(state, noLimit.at(), config);
      case Event.Granted granted -> granted(state, granted, config, draw);
      case Event.Denied denied -> Denials.next(state, denied, config, draw);
      case Event.Held held -> held(state, held.at(), config);
      case Event.Lost lost -> leaveShedding(state, lost.at(), config, lost.reason());
      case Event.ReadyAgain _ -> readyAgain(state);
      case Event.NotYet notYet -> notYet(state, notYet.at());
      case Event.Released released -> released(state, released.at(), config);
      case Event.Terminate terminate -> terminate(state, terminate.at(), config);
    };
  }

  /// Whether no sample has counted for so long that the last one is too old to act on.
  ///
  /// @param born when the process started, which counts as long as there was no sample
  public static boolean starved(
      OverloadState state, Duration born, Duration now, OverloadConfig config) {
    return state.sample() == null
        ? now.minus(born).compareTo(config.stale()) >= 0
        : Samples.stale(state, now, config);
  }

  /// To RECOVERING, which answers 200 at once and keeps the slot until the pod is seen Ready.
  static Step recover(OverloadState state, Duration now, OverloadConfig config, Reason reason) {
    var recovering = new Recovering(now, 0, now.plus(config.readyWait()));
    return Step.to(
        state.with(recovering).with(state.history().withSheds(state.history().sheds(), now)),
        reason);
  }

  private static Step leaveShedding(
      OverloadState state, Duration now, OverloadConfig config, Reason reason) {
    return state.shedding() ? recover(state, now, config, reason) : Step.stay(state);
  }

  private static Step mainStarted(
      OverloadState state, Event.MainStarted event, OverloadConfig config) {
    var started = state.withMainStarted(event.started());
    return switch (state.phase()) {
      case Shedding _ -> recover(started, event.at(), config, Reason.MAIN_RESTARTED);
      case Recovering _, Disabled _ -> Step.stay(started);
      case Warmup _, Active _, Unknown _, Hot _, Cooldown _ ->
          Step.to(started.with(new Warmup()), Reason.MAIN_RESTARTED);
    };
  }

  private static Step noLimit(OverloadState state, Duration now, OverloadConfig config) {
    return switch (state.phase()) {
      case Shedding _ -> recover(state, now, config, Reason.NO_LIMIT);
      case Recovering _, Disabled _ -> Step.stay(state);
      case Warmup _, Active _, Unknown _, Hot _, Cooldown _ ->
          Step.to(state.with(new Disabled(Reason.NO_LIMIT)), Reason.NO_LIMIT);
    };
  }

  private static Step granted(
      OverloadState state, Event.Granted event, OverloadConfig config, double draw) {
    return switch (state.phase()) {
      case Hot hot when hot.awaiting() && hot.attempt() == event.attempt() ->
          Samples.stale(state, event.at(), config)
              ? recover(state, event.at(), config, Reason.LATE_GRANT)
              : Step.to(shed(state, event.at(), config, draw), Reason.GRANTED);
      case Shedding _, Recovering _ -> Step.stay(state);
      case Hot _, Warmup _, Active _, Unknown _, Cooldown _, Disabled _ ->
          recover(state, event.at(), config, Reason.LATE_GRANT);
    };
  }

  private static OverloadState shed(
      OverloadState state, Duration now, OverloadConfig config, double draw) {
    var sheds = state.history().sheds() + 1;
    var shortest = Durations.min(config.minShed().multipliedBy(sheds), config.maxShed());
    var jitter = scaled(config.returnJitter(), draw);
    var latest = now.plus(config.maxShed()).minus(jitter);
    var entry = state.sample() == null ? 0 : state.sample().pressure().value();
    var shedding =
        new Shedding(now, Durations.min(now.plus(shortest), latest), latest, jitter, entry, 0, 0);
    return state.with(shedding).with(state.history().withSheds(sheds, now));
  }

  private static Step held(OverloadState state, Duration now, OverloadConfig config) {
    return switch (state.phase()) {
      case Shedding _, Recovering _ -> Step.stay(state);
      case Hot _, Warmup _, Active _, Unknown _, Cooldown _, Disabled _ ->
          recover(state, now, config, Reason.HELD_AT_START);
    };
  }

  private static Step readyAgain(OverloadState state) {
    return state.phase() instanceof Recovering
        ? Step.to(state, new Step.Effect.Release(), Reason.READY_AGAIN)
        : Step.stay(state);
  }

  private static Step notYet(OverloadState state, Duration now) {
    if (!(state.phase() instanceof Recovering recovering)) {
      return Step.stay(state);
    }
    var wait = READY_RETRY.multipliedBy(1L << Math.min(recovering.checks(), MAX_DOUBLINGS));
    return Step.stay(
        state.with(new Recovering(recovering.since(), recovering.checks() + 1, now.plus(wait))));
  }

  /// The pause is kept in the history too, as a restart of the container or a change of its limits
  /// leads out of COOLDOWN before its time.
  private static Step released(OverloadState state, Duration now, OverloadConfig config) {
    if (!(state.phase() instanceof Recovering)) {
      return Step.stay(state);
    }
    var until = now.plus(config.cooldown());
    var history = state.history().withNotBefore(Durations.max(state.history().notBefore(), until));
    return Step.to(state.with(new Cooldown(until)).with(history), Reason.RELEASED);
  }

  private static Step terminate(OverloadState state, Duration now, OverloadConfig config) {
    return switch (state.phase()) {
      case Shedding _ -> recover(state, now, config, Reason.TERMINATING);
      case Recovering _ -> Step.stay(state);
      case Hot _, Warmup _, Active _, Unknown _, Cooldown _, Disabled _ ->
          Step.to(state.with(new Disabled(Reason.TERMINATING)), Reason.TERMINATING);
    };
  }

  static Duration scaled(Duration duration, double factor) {
    return Duration.ofMillis((long) (duration.toMillis() * factor));
  }
}
