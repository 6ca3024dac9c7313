package io.metricssidecar.sidecar.loop;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.decision.budget.DenialReason;
import io.metricssidecar.decision.overload.Event;
import io.metricssidecar.decision.overload.Phase;
import io.metricssidecar.decision.overload.Reason;
import io.metricssidecar.decision.overload.Step.Effect;
import io.metricssidecar.sidecar.budget.SlotPermission;
import io.metricssidecar.sidecar.loop.LiveReads.PodRead;
import io.metricssidecar.sidecar.podmetrics.OwnPod;
import io.metricssidecar.sidecar.telemetry.SidecarCounters;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Carries out the effects of the state machine. The result of each is events for it; no future
/// here fails. For one thread.
final class EffectRunner {
  /// Tries to release the slot of a pod that is being deleted: others write the Lease too, and what
  /// remains is the controller's.
  private static final int MAX_LAST_RELEASES = 3;

  private final OverloadMachine machine;
  private final LiveReads reads;
  private final SlotPermission permission;
  private final SidecarCounters counters;
  private final Supplier<Duration> clock;
  private final PendingRequests pending = new PendingRequests();

  /// @param clock monotonic
  EffectRunner(
      OverloadMachine machine,
      LiveReads reads,
      SlotPermission permission,
      SidecarCounters counters,
      Supplier<Duration> clock) {
    this.machine = requireNonNull(machine, "machine is null");
    this.reads = requireNonNull(reads, "reads is null");
    this.permission = requireNonNull(permission, "permission is null");
    this.counters = requireNonNull(counters, "counters is null");
    this.clock = requireNonNull(clock, "clock is null");
  }

  /// The requests whose result has not arrived yet.
  List<PendingRequests.Kind> pending() {
    return pending.requests();
  }

  /// Carries out one effect.
  Future<List<Event>> run(Effect effect) {
    return switch (effect) {
      case Effect.Acquire(int attempt) ->
          pending.until(
              reads.pod().compose(read -> acquire(attempt, read)), PendingRequests.Kind.SLOT);
      case Effect.CheckReady() ->
          pending.until(reads.pod().map(this::readiness), PendingRequests.Kind.READINESS);
      case Effect.Release() ->
          pending.until(permission.release().map(this::released), PendingRequests.Kind.RELEASE);
    };
  }

  /// Confirms the slot, while the pod sheds.
  Future<List<Event>> confirm() {
    return pending.until(
        permission.confirm().map(this::confirmed), PendingRequests.Kind.CONFIRMATION);
  }

  private List<Event> confirmed(SlotPermission.Confirmation confirmation) {
    return switch (confirmation) {
      case HELD -> List.of();
      case LOST -> lost(Reason.BUDGET_LOST);
      case FLOOR_BROKEN -> lost(Reason.FLOOR_BROKEN);
      case PAUSED -> lost(Reason.PAUSED);
    };
  }

  private List<Event> lost(Reason reason) {
    return List.of(new Event.Lost(clock.get(), reason));
  }

  /// The last act of a process that was told to stop. Where its pod is being deleted it releases
  /// the slot: such a pod is never a ready endpoint again. Where only the process is restarted it
  /// keeps the slot, since the kubelet may still have the pod as not Ready. Completes when all is
  /// done.
  Future<Void> end() {
    return machine.state().phase() instanceof Phase.Recovering
            || pending.requests().contains(PendingRequests.Kind.SLOT)
        ? pending.until(releaseIfDeleted(), PendingRequests.Kind.RELEASE).mapEmpty()
        : Future.succeededFuture();
  }

  private Future<Boolean> releaseIfDeleted() {
    return reads
        .pod()
        .compose(
            read -> read.deleted() ? release(MAX_LAST_RELEASES) : Future.succeededFuture(false));
  }

  private Future<Boolean> release(int tries) {
    return permission
        .release()
        .compose(
            released ->
                released || tries == 1 ? Future.succeededFuture(released) : release(tries - 1));
  }

  /// Requests a slot, unless it is no longer wanted, the pod is being deleted, or the read of the
  /// own pod showed a restart: a container that starts is busy with itself, and its warm-up must
  /// not end in a shed. A pod that cannot read itself could not release its slot either.
  private Future<List<Event>> acquire(int attempt, PodRead read) {
    if (read.pod().isEmpty()) {
      return Future.succeededFuture(List.of(denied(attempt, DenialReason.ERROR)));
    }
    if (read.restarted() || read.deleted() || !awaited(attempt)) {
      return Future.succeededFuture(read.events());
    }
    if (!read.pod().get().ready()) {
      return Future.succeededFuture(with(read.events(), denied(attempt, DenialReason.NOT_READY)));
    }
    return permission
        .acquire(machine.nextTurn(), reads.observations().limits())
        .map(result -> with(read.events(), event(attempt, result)));
  }

  private boolean awaited(int attempt) {
    return machine.state().phase() instanceof Phase.Hot hot && hot.attempt() == attempt;
  }

  private Event event(int attempt, SlotPermission.Result result) {
    return switch (result) {
      case SlotPermission.Result.Granted _ -> {
        counters.attempt("granted");
        yield new Event.Granted(clock.get(), attempt);
      }
      case SlotPermission.Result.Denied(DenialReason reason) -> denied(attempt, reason);
      case SlotPermission.Result.AlreadyHeld _ -> new Event.Held(clock.get());
    };
  }

  private Event denied(int attempt, DenialReason reason) {
    counters.attempt(reason.label());
    machine.denied(reason);
    return new Event.Denied(clock.get(), attempt, retry(reason));
  }

  private static Event.Denied.Retry retry(DenialReason reason) {
    return switch (reason) {
      case CONFLICT, UNKNOWN -> Event.Denied.Retry.LOST_RACE;
      case ERROR -> Event.Denied.Retry.FAILED;
      case HOTTER_FIRST -> Event.Denied.Retry.HOTTER_FIRST;
      case PAUSED,
          FULL,
          FLOOR,
          NO_CAPACITY,
          ROLLOUT,
          PEER_DATA,
          TOO_LARGE,
          DENIED,
          NOT_READY,
          NO_WORKLOAD,
          LEASE_NEW,
          LEASE_UNREADABLE,
          OBSERVED,
          INEFFECTIVE_SERVICE,
          NO_SERVICE ->
          Event.Denied.Retry.NO_SLOT;
    };
  }

  private List<Event> readiness(PodRead read) {
    if (read.deleted()) {
      return read.events();
    }
    var ready = read.pod().filter(OwnPod::ready).isPresent();
    return with(
        read.events(), ready ? new Event.ReadyAgain(clock.get()) : new Event.NotYet(clock.get()));
  }

  private List<Event> released(boolean released) {
    return List.of(released ? new Event.Released(clock.get()) : new Event.NotYet(clock.get()));
  }

  private static List<Event> with(List<Event> events, Event last) {
    var all = new ArrayList<>(events);
    all.add(last);
    return all;
  }
}
