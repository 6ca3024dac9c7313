package io.metricssidecar.decision.proof;

import io.metricssidecar.decision.overload.Event;
import io.metricssidecar.decision.overload.OverloadConfig;
import io.metricssidecar.decision.overload.OverloadState;
import io.metricssidecar.decision.overload.Phase.Hot;
import io.metricssidecar.decision.overload.Phase.Recovering;
import io.metricssidecar.decision.overload.Phase.Shedding;
import io.metricssidecar.decision.overload.Step;
import io.metricssidecar.decision.overload.Step.Effect;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;

/// Every state that one sidecar can come to with its clock, in seconds, with timers of a few
/// seconds each.
///
/// Invariants checked at each step:
///
/// - I4: who answers 400 has a sample younger than the stale time and its jitter, and has not been
///   out for longer than the longest time;
/// - I5: only SHEDDING answers anything but 200;
/// - I6: from a return to the next shed at least the pause passes, and each slot request has a
///   number of its own.
final class OneSidecar {
  private static final OverloadConfig CONFIG =
      new OverloadConfig(
          seconds(2),
          seconds(3),
          2,
          2,
          seconds(1),
          seconds(2),
          seconds(2),
          seconds(5),
          seconds(2),
          seconds(1),
          seconds(2),
          seconds(3),
          seconds(2));
  private static final int LONG_PAST = 6;
  private static final Horizon HORIZON =
      new Horizon(CONFIG, seconds(LONG_PAST), seconds(LONG_PAST), 1);

  private static final Duration SECOND = seconds(1);

  private final Transition transition;
  private final HashSet<Seen> reached = new HashSet<>();
  private final ArrayDeque<Seen> open = new ArrayDeque<>();

  OneSidecar(Transition transition) {
    this.transition = transition;
  }

  /// A state at time zero, and how long ago the last slot was given back, capped.
  private record Seen(OverloadState state, int sinceReturn) {}

  private static Duration seconds(int number) {
    return Duration.ofSeconds(number);
  }

  /// How many states there are.
  int explore() {
    reach(new Seen(OverloadState.initial(Duration.ZERO), LONG_PAST));
    while (!open.isEmpty()) {
      var from = open.remove();
      for (var eventKind : EventKind.values()) {
        for (var event : eventKind.events(from.state(), Duration.ZERO)) {
          for (var draw : new double[] {0, 0.5, 0.999}) {
            var step = transition.next(from.state(), event, CONFIG, draw);
            check(from, eventKind, step);
            reach(after(from, eventKind, step));
          }
        }
      }
      later(from);
    }
    return reached.size();
  }

  /// A second passes; the loop ticks at once, as it does in `ShedLoop`.
  private void later(Seen from) {
    for (var draw : new double[] {0, 0.5, 0.999}) {
      var aged = HORIZON.seen(from.state(), SECOND);
      var step = transition.next(aged, new Event.Tick(Duration.ZERO), CONFIG, draw);
      check(new Seen(aged, from.sinceReturn() + 1), EventKind.TIME, step);
      if (step.state().phase() instanceof Shedding shedding) {
        requireEvidence(step.state(), shedding);
      }
      reach(
          new Seen(
              HORIZON.seen(step.state(), Duration.ZERO),
              Math.min(from.sinceReturn() + 1, LONG_PAST)));
    }
  }

  private void reach(Seen seen) {
    if (reached.add(seen)) {
      open.add(seen);
    }
  }

  private static Seen after(Seen from, EventKind eventKind, Step step) {
    var returned = eventKind == EventKind.RELEASED && from.state().phase() instanceof Recovering;
    return new Seen(HORIZON.seen(step.state(), Duration.ZERO), returned ? 0 : from.sinceReturn());
  }

  private static void check(Seen from, EventKind eventKind, Step step) {
    var sheds = step.state().shedding();
    require(sheds == step.state().phase() instanceof Shedding, "I5", step);
    if (sheds && !from.state().shedding()) {
      require(eventKind == EventKind.GRANTED, "shed without a grant", step);
      require(
          from.state().phase() instanceof Hot hot && hot.awaiting(), "shed without asking", step);
      require(from.sinceReturn() >= CONFIG.cooldown().toSeconds(), "I6", step);
    }
    for (var effect : step.effects()) {
      if (effect instanceof Effect.Acquire(int attempt)) {
        require(attempt == from.state().history().attempts() + 1, "I6: a number used twice", step);
      }
      if (effect instanceof Effect.Release) {
        require(eventKind == EventKind.READY_AGAIN, "released before ready", step);
      }
    }
  }

  private static void requireEvidence(OverloadState state, Shedding shedding) {
    var sample = state.sample();
    var oldest = CONFIG.stale().plus(CONFIG.returnJitter());
    require(
        sample != null && sample.arrived().negated().compareTo(oldest) < 0,
        "I4: stale evidence",
        state);
    require(shedding.since().negated().compareTo(CONFIG.maxShed()) < 0, "I4: out too long", state);
  }

  private static void require(boolean holds, String invariant, Object where) {
    if (!holds) {
      throw new AssertionError(invariant + ": " + where);
    }
  }
}
