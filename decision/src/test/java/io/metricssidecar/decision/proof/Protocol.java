package io.metricssidecar.decision.proof;

import static io.metricssidecar.decision.proof.Pod.APPLIED;
import static io.metricssidecar.decision.proof.Pod.EXPIRED;
import static io.metricssidecar.decision.proof.Pod.NO_RELEASE;
import static io.metricssidecar.decision.proof.Pod.NO_REQUEST;
import static io.metricssidecar.decision.proof.Pod.OF_AN_OLD_LEASE;
import static io.metricssidecar.decision.proof.Pod.READING;
import static io.metricssidecar.decision.proof.Pod.WRITING;

import io.metricssidecar.decision.proof.Quotient.Outcome;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/// All that can happen next to N sidecars, their Lease, the kubelets and the API server.
///
/// **What is shipped code here.** What a sidecar does on an event is [Quotient], made from
/// `OverloadPolicy.next`; the decision on a slot request is [Decisions], made from
/// `BudgetRule.decide`, `BudgetRule.within`, `BudgetLease.without` and the Lease inside
/// `Decision.Take`. Hand-written is the order of I/O steps of `LeasePermission` and `ShedLoop`,
/// which `LeasePermissionTest` and `LeasePermissionPropertyTest` hold against the classes
/// themselves:
///
/// - a slot request reads the workload, then the Lease, then writes under the resourceVersion read;
///   only an acknowledged write is a grant; an unknown result is a denial;
/// - one request at a time: another one first reads the own pod, for as long as it likes, and is
///   denied if the earlier one is then still under way; the result of the earlier one may meet a
///   sidecar that awaits that of the other;
/// - a return reads the pod live, then the Lease, then writes;
/// - who is listed without shedding is told so ([EventKind#HELD]), unless it awaits an answer;
/// - who sheds returns when its slot is gone, trimmed, of another Lease or not confirmed.
///
/// **What is left out, and why nothing is lost.** A write whose base is no longer current can only
/// conflict, so it is dropped where it has no sender and counts as [Pod#READING] where it has one.
/// Asking for readiness and its answer are one step: nothing makes a pod unready while it answers
/// 200, so an answer does not age. A live Ready=True is taken for the kubelet's last verdict,
/// because it is asked for only `readyWait` after the first 200: that is I1b's premise.
///
/// **Time.** Any timer may fire at any moment. One order is used, for [Fault#RECREATION]: a slot
/// counts unconfirmed for at most 8 s and is looked at every second, and a confirmation is an
/// answer to a read that was *sent* before the Lease was deleted; so 9 s after the deletion no
/// holder of the old Lease answers 400, and one longest reaction of the kubelet later all are seen
/// ready. Nobody takes a slot of a Lease before 10 s and that reaction have passed since it first
/// saw that Lease, which was after the deletion. Hence a sidecar becomes settled only when no
/// holder of an old Lease sheds or is unready, and from then on acknowledgements of writes to an
/// old Lease come too late ([Pod#EXPIRED]). A kubelet that takes more than a second longer than
/// `period × threshold` to tell of it is outside this argument, for I1b only.
final class Protocol {
  private static final int NOBODY = -1;

  private final Size size;
  private final Set<Fault> faults;
  private final Quotient quotient;
  private final Decisions decisions;
  private final Reads reads;
  private final World world;
  private Moves moves = (_, _, _) -> {};

  /// Takes what can happen next.
  @FunctionalInterface
  interface Moves {
    /// @param next the world afterwards
    /// @param move what happened
    /// @param pod to which
    void add(long next, Move move, int pod);
  }

  /// Slot requests read any fleet.
  Protocol(Size size, Set<Fault> faults, Quotient quotient, Decisions decisions) {
    this(size, faults, quotient, decisions, Reads.any(decisions));
  }

  Protocol(Size size, Set<Fault> faults, Quotient quotient, Decisions decisions, Reads reads) {
    this.size = size;
    this.faults = faults;
    this.quotient = quotient;
    this.decisions = decisions;
    this.reads = reads;
    world = new World(size.pods());
  }

  /// All pods serve, nothing is held, every sidecar has just started.
  long initial() {
    var start = new int[size.pods()];
    Arrays.fill(start, born());
    return World.pack(start, 0);
  }

  /// Tells `to` of every move that is possible in `from`.
  void next(long from, Moves to) {
    moves = to;
    world.unpack(from);
    for (var pod = 0; pod < size.pods(); pod++) {
      abandonedWrite(pod);
      if (Pod.mode(world.pod(pod)) == Mode.GONE) {
        gone(pod);
      } else {
        kubelet(pod);
        faults(pod);
        sidecar(pod);
      }
    }
    if (faults.contains(Fault.RECREATION)) {
      emit(Move.LEASE_MADE_AGAIN, 0, world::forgetLease);
    }
    if (reads.samples()) {
      emit(Move.SAMPLES_TAKEN, 0, () -> reads.sample(world));
    }
  }

  /// The promise about the world that is broken where a move leads to a pod's being shed, if any.
  Optional<String> broken(long from, long to, int pod) {
    return Pod.mode(World.pod(to, pod)) == Mode.SHEDDING
            && Pod.mode(World.pod(from, pod)) != Mode.SHEDDING
        ? reads.broken(from, to, pod)
        : Optional.empty();
  }

  private int born() {
    return faults.contains(Fault.RECREATION) ? Pod.withUnsettled(0) : 0;
  }

  private void abandonedWrite(int pod) {
    if (!Pod.abandoned(world.pod(pod))) {
      return;
    }
    emit(Move.ABANDONED_WRITE_IS_LOST, pod, () -> change(pod, Pod::withoutAbandoned));
    emit(Move.ABANDONED_WRITE_ARRIVES, pod, () -> world.write(content(pod), NOBODY));
  }

  /// What a write of this pod makes of the holders.
  private int content(int pod) {
    return Pod.held(world.pod(pod))
        ? decisions.without(pod, world.holders())
        : decisions.on(pod, world.holders(), true).taken();
  }

  private void gone(int pod) {
    var gone = world.pod(pod);
    if (Pod.held(gone)) {
      emit(
          Move.CONTROLLER_REMOVES_DEAD_HOLDER,
          pod,
          () -> world.write(decisions.without(pod, world.holders()), NOBODY));
    } else if (!Pod.abandoned(gone)) {
      emit(Move.REPLACED, pod, () -> world.set(pod, born()));
    }
  }

  private void kubelet(int pod) {
    var now = world.pod(pod);
    if (Pod.mode(now) == Mode.SHEDDING && !Pod.failed(now)) {
      emit(Move.PROBE_FAILS, pod, () -> change(pod, Pod::withFailed));
    }
    if (Pod.mode(now) != Mode.SHEDDING && Pod.failed(now)) {
      emit(Move.PROBE_SUCCEEDS, pod, () -> change(pod, Pod::withoutFailed));
    }
    if (Pod.failed(now) != Pod.unready(now)) {
      emit(
          Move.STATUS_FOLLOWS,
          pod,
          () -> change(pod, p -> Pod.failed(p) ? Pod.withUnready(p) : Pod.withoutUnready(p)));
    }
  }

  private void faults(int pod) {
    if (faults.contains(Fault.DELETION)) {
      emit(
          Move.DELETED,
          pod,
          () -> {
            world.set(pod, Pod.with(leftBehind(pod), Mode.GONE));
            reads.stopped(world);
          });
    }
    if (faults.contains(Fault.CRASH)) {
      emit(
          Move.CRASHES,
          pod,
          () -> {
            var now = world.pod(pod);
            var kept = leftBehind(pod) | born();
            kept = Pod.failed(now) ? Pod.withFailed(kept) : kept;
            kept = Pod.unready(now) ? Pod.withUnready(kept) : kept;
            var origin = Pod.origin(now) == EXPIRED ? Pod.OF_THIS_LEASE : Pod.origin(now);
            world.set(pod, Pod.withOrigin(kept, origin));
          });
    }
    if (faults.contains(Fault.HAND_EDIT) && world.edits() == 0) {
      var bit = 1 << pod;
      emit(
          Move.HAND_EDIT,
          pod,
          () -> {
            world.write(world.holders() ^ bit, NOBODY);
            world.edited();
          });
    }
    if (Pod.unsettled(world.pod(pod)) && !world.anyOfOldLease()) {
      emit(
          Move.SETTLES,
          pod,
          () -> {
            world.expireOldAcknowledgements();
            change(pod, Pod::settled);
          });
    }
  }

  /// A process that ends leaves its slot and its write behind.
  private int leftBehind(int pod) {
    var now = world.pod(pod);
    var kept = Pod.noted(now) ? Pod.withNoted(0) : 0;
    kept = Pod.held(now) ? Pod.withHeld(kept) : kept;
    var travelling =
        Pod.abandoned(now) || Pod.request(now) == WRITING || Pod.release(now) == WRITING;
    return travelling ? Pod.withAbandoned(kept) : kept;
  }

  private void sidecar(int pod) {
    var now = world.pod(pod);
    for (var eventKind : EventKind.UNASKED) {
      happens(pod, eventKind, Move.of(eventKind), () -> {});
    }
    request(pod, now);
    release(pod, now);
    switch (Pod.mode(now)) {
      case SHEDDING -> {
        happens(pod, EventKind.LOST, Move.NOT_CONFIRMED, () -> {});
        if (decisions.maySeeItselfTrimmed(pod, world.holders())) {
          happens(pod, EventKind.LOST, Move.TRIMMED, () -> {});
        }
      }
      case CALM, HOT -> {
        if (Pod.held(now)) {
          happens(pod, EventKind.HELD, Move.SEES_ITSELF_LISTED, () -> {});
        } else if (faults.contains(Fault.STALE_READS)) {
          happens(pod, EventKind.HELD, Move.SAW_ITSELF_LISTED, () -> {});
        }
      }
      case AWAITING, RECOVERING, GONE -> {}
    }
  }

  private void request(int pod, int now) {
    if (Pod.asksAgain(now)) {
      happens(pod, EventKind.DENIED, Move.ASKED_TWICE, () -> change(pod, Pod::notAskingAgain));
    }
    switch (Pod.request(now)) {
      case READING -> read(pod, now);
      case WRITING -> {
        emit(
            Move.WRITE_APPLIED,
            pod,
            () -> {
              world.write(content(pod), pod);
              change(pod, p -> Pod.withRequest(p, APPLIED));
            });
        if (faults.contains(Fault.LOSS)) {
          answered(pod, denied(now), Move.WRITE_LOST);
          happens(
              pod,
              denied(now),
              Move.WRITE_ABANDONED,
              () -> change(pod, p -> Pod.withAbandoned(Pod.withRequest(p, NO_REQUEST))));
        }
      }
      case APPLIED -> {
        var late = Pod.origin(now) == EXPIRED;
        answered(pod, late ? EventKind.HELD : granted(now), Move.WRITE_ACKNOWLEDGED);
        if (faults.contains(Fault.LOSS)) {
          answered(pod, denied(now), Move.ACKNOWLEDGEMENT_LOST);
        }
      }
      default -> {}
    }
  }

  private void read(int pod, int now) {
    for (var kind : reads.kinds(pod, world)) {
      switch (kind) {
        case TAKE ->
            emit(Move.FINDS_SLOT, pod, () -> change(pod, p -> Pod.withRequest(p, WRITING)));
        case DENY -> answered(pod, denied(now), Move.FINDS_NONE);
        case ALREADY -> answered(pod, EventKind.HELD, Move.FINDS_ITSELF);
      }
    }
    answered(pod, denied(now), Move.CONFLICT);
  }

  private static EventKind granted(int pod) {
    return Pod.asksAgain(pod) ? EventKind.GRANTED_EARLIER : EventKind.GRANTED;
  }

  private static EventKind denied(int pod) {
    return Pod.asksAgain(pod) ? EventKind.DENIED_EARLIER : EventKind.DENIED;
  }

  private void release(int pod, int now) {
    switch (Pod.release(now)) {
      case WRITING -> {
        emit(
            Move.RETURN_APPLIED,
            pod,
            () -> {
              world.write(decisions.without(pod, world.holders()), pod);
              change(pod, p -> Pod.withRelease(p, APPLIED));
            });
        if (faults.contains(Fault.LOSS)) {
          returned(pod, EventKind.NOT_YET, Move.RETURN_LOST);
          happens(
              pod,
              EventKind.NOT_YET,
              Move.RETURN_ABANDONED,
              () -> change(pod, p -> Pod.withAbandoned(Pod.withRelease(p, NO_RELEASE))));
        }
      }
      case APPLIED -> {
        returned(pod, EventKind.RELEASED, Move.RETURN_ACKNOWLEDGED);
        if (faults.contains(Fault.LOSS)) {
          returned(pod, EventKind.NOT_YET, Move.RETURN_UNKNOWN);
        }
      }
      default -> {}
    }
  }

  private void answered(int pod, EventKind eventKind, Move move) {
    happens(pod, eventKind, move, () -> change(pod, p -> Pod.withRequest(p, NO_REQUEST)));
  }

  private void returned(int pod, EventKind eventKind, Move move) {
    happens(pod, eventKind, move, () -> change(pod, p -> Pod.withRelease(p, NO_RELEASE)));
  }

  /// An event meets the sidecar of a pod, after `before` has changed the world.
  private void happens(int pod, EventKind eventKind, Move move, Runnable before) {
    var saved = world.save();
    before.run();
    var ready = world.save();
    for (var outcome : quotient.on(Pod.mode(world.pod(pod)), eventKind)) {
      follow(pod, outcome, move);
      world.restore(ready);
    }
    world.restore(saved);
  }

  /// A sidecar takes a step; what it asks for then is asked for at once.
  private void follow(int pod, Outcome outcome, Move move) {
    change(pod, p -> Pod.with(p, outcome.mode()));
    switch (outcome.asks()) {
      case NOTHING -> done(move, pod);
      case SLOT -> {
        change(pod, Pod::asking);
        done(move, pod);
      }
      case READINESS -> {
        happens(pod, EventKind.NOT_YET, Move.NOT_SEEN_READY, () -> {});
        if (Pod.seenReady(world.pod(pod))) {
          happens(pod, EventKind.READY_AGAIN, Move.SEEN_READY, () -> {});
        }
      }
      case RELEASE -> giveBack(pod, move);
    }
  }

  private void giveBack(int pod, Move move) {
    var now = world.pod(pod);
    if (Pod.release(now) != NO_RELEASE) {
      done(move, pod);
    } else if (Pod.held(now)) {
      var asked = world.save();
      change(pod, p -> Pod.withRelease(p, WRITING));
      done(move, pod);
      world.restore(asked);
      if (faults.contains(Fault.STALE_READS)) {
        happens(pod, EventKind.RELEASED, Move.READS_OLD_LEASE_WITHOUT_ITSELF, () -> {});
      }
    } else {
      happens(pod, EventKind.RELEASED, Move.HAD_NO_SLOT, () -> {});
    }
  }

  private void emit(Move move, int pod, Runnable change) {
    var saved = world.save();
    change.run();
    done(move, pod);
    world.restore(saved);
  }

  private void done(Move move, int pod) {
    reads.tidy(world);
    moves.add(world.packed(), move, pod);
  }

  private void change(int pod, IntUnaryOperator by) {
    world.set(pod, by.applyAsInt(world.pod(pod)));
  }

  /// For [World], which makes what was current old.
  static int ofDeletedLease(int pod) {
    var mode = Pod.mode(pod);
    if (mode == Mode.GONE) {
      return Pod.with(0, Mode.GONE);
    }
    var left = World.stale(Pod.withUnsettled(Pod.withoutHeld(pod)));
    var owes = mode == Mode.SHEDDING || Pod.request(pod) == APPLIED || !Pod.seenReady(pod);
    return owes && Pod.origin(pod) != EXPIRED ? Pod.withOrigin(left, OF_AN_OLD_LEASE) : left;
  }
}
