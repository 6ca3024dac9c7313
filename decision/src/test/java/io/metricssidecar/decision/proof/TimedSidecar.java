package io.metricssidecar.decision.proof;

import io.metricssidecar.decision.overload.Event;
import io.metricssidecar.decision.overload.OverloadConfig;
import io.metricssidecar.decision.overload.OverloadState;
import io.metricssidecar.decision.overload.Phase.Hot;
import io.metricssidecar.decision.overload.Phase.Recovering;
import io.metricssidecar.decision.overload.Pressure;
import io.metricssidecar.decision.overload.Pressure.Level;
import io.metricssidecar.decision.overload.Step;
import io.metricssidecar.decision.overload.Step.Effect;
import io.metricssidecar.decision.proof.Kubelet.Report;
import io.metricssidecar.decision.proof.Moment.Return;
import io.metricssidecar.decision.proof.Moment.Slot;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/// One sidecar with its clock, its slot in the Lease, its requests and its kubelet. Unlike in
/// [Quotient], timers keep their order and fire exactly when they are due, so a path that is found
/// here exists.
///
/// **Fair** is a step in which nothing fails: time goes on, timers that are due fire, a request is
/// answered truthfully within a second, the kubelet notices within a second and reports within
/// another. Samples of any kind come or do not come, and the container restarts, becomes unready or
/// loses its limit whenever it likes. Faults, at any moment besides: a request fails before or
/// after it had its effect, a read of the Lease fails, the process crashes.
///
/// The durations are short where they only multiply the states; the waits between two reads of
/// readiness are the shipped ones.
final class TimedSidecar {
  private static final Duration SECOND = seconds(1);
  private static final double[] DRAWS = {0, 0.999};

  /// Stands for the time between two reads of the own holding, which is five minutes.
  private static final int REFRESH = 3;

  private static final List<Function<Duration, Event>> UNASKED =
      List.of(
          now -> new Event.Fresh(now, new Pressure(-0.5, Level.LOW)),
          now -> new Event.Fresh(now, new Pressure(0.5, Level.MID)),
          now -> new Event.Fresh(now, new Pressure(1.2, Level.HIGH)),
          now -> new Event.MainStarted(now, now),
          Event.MainNotReady::new,
          Event.NoLimit::new,
          Event.Terminate::new);

  private final Transition transition;
  private final OverloadConfig config;
  private final Horizon horizon;

  /// Takes what can happen next.
  @FunctionalInterface
  interface Moves {
    void add(Moment next, boolean fair);
  }

  /// @param readyWait from the first 200 until readiness is read
  TimedSidecar(Transition transition, Duration readyWait) {
    this.transition = transition;
    config =
        new OverloadConfig(
            Duration.ZERO,
            seconds(2),
            1,
            1,
            seconds(1),
            seconds(3),
            seconds(2),
            seconds(2),
            seconds(1),
            Duration.ZERO,
            seconds(1),
            seconds(1),
            readyWait);
    horizon = new Horizon(config, seconds(100), Horizon.NEVER, 4);
  }

  private static Duration seconds(int number) {
    return Duration.ofSeconds(number);
  }

  Moment initial() {
    return new Moment(
        horizon.seen(OverloadState.initial(Duration.ZERO), Duration.ZERO),
        false,
        Slot.NONE,
        Return.NONE,
        false,
        false,
        REFRESH,
        Kubelet.READY);
  }

  /// Tells `to` of everything that can happen next.
  void next(Moment from, Moves to) {
    slot(from, to);
    giveBack(from, to);
    from.kubelet().next(from.state().shedding()).forEach(k -> to.add(from.with(k), true));
    crash(from, to);
    if (!from.overdue()) {
      later(from, to);
    }
  }

  /// The request for a slot reads the own pod, then the Lease, then writes.
  private void slot(Moment from, Moves to) {
    var answered = from.with(Slot.NONE);
    switch (from.slot()) {
      case NONE -> {}
      case SENT -> {
        denied(answered, to, from.kubelet().condition() == Report.UNREADY || !from.held());
        if (from.kubelet().condition() == Report.READY) {
          if (from.held()) {
            apply(answered, new Event.Held(Duration.ZERO), to, true);
          } else {
            to.add(from.with(Slot.APPLIED).holding(true), true);
          }
        }
      }
      case APPLIED -> {
        apply(answered, new Event.Granted(Duration.ZERO, attempt(from)), to, true);
        denied(answered, to, false);
      }
    }
  }

  private void denied(Moment answered, Moves to, boolean fair) {
    apply(answered, new Event.Denied(Duration.ZERO, attempt(answered)), to, fair);
  }

  private static int attempt(Moment from) {
    return from.state().phase() instanceof Hot hot && hot.awaiting()
        ? hot.attempt()
        : from.state().history().attempts();
  }

  private void giveBack(Moment from, Moves to) {
    var answered = from.with(Return.NONE);
    var notYet = new Event.NotYet(Duration.ZERO);
    switch (from.giving()) {
      case NONE -> {}
      case READ_SENT -> {
        var unready = from.kubelet().condition() == Report.UNREADY;
        to.add(from.with(unready ? Return.SEEN_UNREADY : Return.SEEN_READY), true);
        apply(answered, notYet, to, false);
      }
      case SEEN_READY -> {
        apply(answered, new Event.ReadyAgain(Duration.ZERO), to, true);
        apply(answered, notYet, to, false);
      }
      case SEEN_UNREADY -> apply(answered, notYet, to, true);
      case RELEASE_SENT -> {
        to.add(from.with(Return.RELEASED).holding(false), true);
        apply(answered, notYet, to, false);
      }
      case RELEASED -> {
        apply(answered, new Event.Released(Duration.ZERO), to, true);
        apply(answered, notYet, to, false);
      }
    }
  }

  /// The process starts again without memory; writes that it sent may have been applied.
  private void crash(Moment from, Moves to) {
    var fresh = initial().with(from.kubelet());
    to.add(fresh.holding(from.held()), false);
    if (from.slot() == Slot.SENT) {
      to.add(fresh.holding(true), false);
    }
    if (from.giving() == Return.RELEASE_SENT) {
      to.add(fresh.holding(false), false);
    }
  }

  /// A second passes. Something may come unasked, then the loop ticks, and where it is time the
  /// sidecar reads whether it is listed.
  private void later(Moment from, Moves to) {
    var aged = from.aged(horizon.seen(from.state(), SECOND));
    tick(aged, to);
    for (var unasked : UNASKED) {
      apply(aged, unasked.apply(Duration.ZERO), (next, _) -> tick(next, to), true);
    }
  }

  private void tick(Moment aged, Moves to) {
    apply(aged, new Event.Tick(Duration.ZERO), (next, _) -> refresh(next, to), true);
  }

  private void refresh(Moment ticked, Moves to) {
    if (ticked.state().shedding() || ticked.state().phase() instanceof Recovering) {
      to.add(ticked.refreshIn(REFRESH), true);
    } else if (ticked.refresh() > 1) {
      to.add(ticked.refreshIn(ticked.refresh() - 1), true);
    } else {
      var read = ticked.refreshIn(REFRESH);
      var awaits = ticked.state().phase() instanceof Hot hot && hot.awaiting();
      if (!ticked.held() || awaits) {
        to.add(read, true);
      } else {
        apply(read, new Event.Held(Duration.ZERO), to, true);
        to.add(read, false);
      }
    }
  }

  /// The sidecar takes an event, with every draw, and asks for what follows from it.
  private void apply(Moment from, Event event, Moves to, boolean fair) {
    for (var draw : DRAWS) {
      var step = transition.next(from.state(), event, config, draw);
      var next = asking(from.with(seen(step)), step, draw);
      to.add(next, fair);
    }
  }

  private OverloadState seen(Step step) {
    return horizon.seen(step.state(), Duration.ZERO);
  }

  private Moment asking(Moment next, Step step, double draw) {
    if (step.effects().isEmpty()) {
      return next;
    }
    return switch (step.effects().getFirst()) {
      case Effect.Acquire(int attempt) ->
          next.slot() == Slot.NONE
              ? next.with(Slot.SENT)
              : next.with(
                  seen(
                      transition.next(
                          step.state(), new Event.Denied(Duration.ZERO, attempt), config, draw)));
      case Effect.CheckReady _ -> next.begin(Return.READ_SENT);
      case Effect.Release _ -> next.begin(Return.RELEASE_SENT);
    };
  }
}
