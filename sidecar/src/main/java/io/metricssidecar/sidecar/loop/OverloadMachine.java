package io.metricssidecar.sidecar.loop;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.decision.budget.DenialReason;
import io.metricssidecar.decision.overload.Effect;
import io.metricssidecar.decision.overload.Event;
import io.metricssidecar.decision.overload.OverloadConfig;
import io.metricssidecar.decision.overload.OverloadPolicy;
import io.metricssidecar.decision.overload.OverloadState;
import io.metricssidecar.decision.overload.Phase;
import io.metricssidecar.decision.overload.Reason;
import io.metricssidecar.sidecar.budget.SlotPermission;
import io.metricssidecar.sidecar.budget.SlotPermission.Turn;
import io.metricssidecar.sidecar.podmetrics.OwnPod;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The state machine at work: takes events, carries out effects, and answers each with an event.
/// Runs on one event loop.
final class OverloadMachine {
  private static final Logger LOGGER = LoggerFactory.getLogger(OverloadMachine.class);

  private final SlotPermission permission;
  private final Supplier<Future<Optional<OwnPod>>> readPod;
  private final Instruments instruments;
  private final OverloadConfig timing;
  private final Runnable changed;
  private final Pending pending;
  private OverloadState state;
  private Instant since;
  private Reason reason = Reason.STARTED;
  private @Nullable DenialReason refusal;
  private int questions;

  /// @param permission who gives leave
  /// @param readPod reads the own pod live; empty where it cannot be read
  /// @param pending takes the requests under way
  /// @param changed is run after each step, before and after its effects
  OverloadMachine(
      OverloadConfig timing,
      SlotPermission permission,
      Supplier<Future<Optional<OwnPod>>> readPod,
      Instruments instruments,
      Pending pending,
      Runnable changed) {
    this.timing = requireNonNull(timing, "timing is null");
    this.permission = requireNonNull(permission, "permission is null");
    this.readPod = requireNonNull(readPod, "readPod is null");
    this.instruments = requireNonNull(instruments, "instruments is null");
    this.pending = requireNonNull(pending, "pending is null");
    this.changed = requireNonNull(changed, "changed is null");
    state = OverloadState.initial(now());
    since = instruments.clocks().wall().instant();
  }

  OverloadState state() {
    return state;
  }

  /// When the current phase began.
  Instant since() {
    return since;
  }

  /// The rule that led to the current phase.
  Reason reason() {
    return reason;
  }

  /// The last refusal of the current phase; null without one.
  @Nullable DenialReason refusal() {
    return refusal;
  }

  /// Feeds one event and carries out what it leads to.
  void apply(Event event) {
    var before = state;
    var step = OverloadPolicy.next(before, event, timing, instruments.random().nextDouble());
    state = step.state();
    if (!before.phase().label().equals(state.phase().label())) {
      moved(before, step.reason());
    }
    changed.run();
    step.effects().forEach(this::carryOut);
    changed.run();
  }

  private Duration now() {
    return instruments.clocks().monotonic();
  }

  private void moved(OverloadState before, Reason why) {
    since = instruments.clocks().wall().instant();
    reason = why;
    refusal = null;
    questions = 0;
    instruments.meters().transition(before.phase().label(), state.phase().label(), why.label());
    if (before.phase() instanceof Phase.Shedding shedding) {
      instruments.meters().shed(now().minus(shedding.since()), why);
    }
    LOGGER
        .atInfo()
        .addKeyValue("from", before.phase().label())
        .addKeyValue("to", state.phase().label())
        .addKeyValue("because", why.sentence())
        .addKeyValue("pressure", state.pressure())
        .log("state");
  }

  private void carryOut(Effect effect) {
    switch (effect) {
      case Effect.Acquire(int attempt) ->
          pending
              .until(readPod.get().compose(read -> ask(attempt, read)), Pending.Request.SLOT)
              .onSuccess(answer -> answer.ifPresent(given -> answered(attempt, given)))
              .onComplete(_ -> changed.run());
      case Effect.CheckReady() ->
          pending.until(readPod.get(), Pending.Request.READINESS).onSuccess(this::readinessRead);
      case Effect.Release() ->
          pending
              .until(permission.release(), Pending.Request.RELEASE)
              .onSuccess(this::releaseAnswered);
    }
  }

  /// Asks, unless the read of the own pod showed a restart: a container that starts is busy with
  /// itself, and its warm-up must not end in a shed. A pod that cannot read itself could not return
  /// its slot either.
  private Future<Optional<SlotPermission.Answer>> ask(int attempt, Optional<OwnPod> read) {
    if (read.isEmpty()) {
      return Future.succeededFuture(
          Optional.of(new SlotPermission.Answer.Refused(DenialReason.ERROR)));
    }
    if (state.phase() instanceof Phase.Hot hot && hot.attempt() == attempt) {
      var turn = questions == 0 ? Turn.FIRST : Turn.LATER;
      questions++;
      return permission.acquire(turn).map(Optional::of);
    }
    return Future.succeededFuture(Optional.empty());
  }

  private void answered(int attempt, SlotPermission.Answer answer) {
    switch (answer) {
      case SlotPermission.Answer.Granted _ -> {
        instruments.meters().attempt("granted");
        apply(new Event.Granted(now(), attempt));
      }
      case SlotPermission.Answer.Refused(DenialReason why) -> {
        instruments.meters().attempt(why.label());
        apply(new Event.Refused(now(), attempt, why));
        refusal = why;
        changed.run();
      }
      case SlotPermission.Answer.AlreadyHeld _ -> apply(new Event.Held(now()));
    }
  }

  private void readinessRead(Optional<OwnPod> read) {
    apply(
        read.isPresent() && read.get().ready()
            ? new Event.ReadyAgain(now())
            : new Event.NotYet(now()));
  }

  private void releaseAnswered(boolean released) {
    apply(released ? new Event.Released(now()) : new Event.NotYet(now()));
  }
}
