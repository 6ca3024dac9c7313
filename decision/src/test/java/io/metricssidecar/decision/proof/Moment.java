package io.metricssidecar.decision.proof;

import io.metricssidecar.decision.overload.OverloadState;
import java.util.Optional;

/// A [TimedSidecar] at one moment.
///
/// @param state of the machine, relative to now
/// @param held whether the Lease names the pod
/// @param slot request under way for a slot
/// @param giving request under way to give it back
/// @param slotLate whether the request for a slot has been under way for a second
/// @param givingLate the same of the request to give it back
/// @param refresh seconds until the sidecar reads whether it is listed
record Moment(
    OverloadState state,
    boolean held,
    Slot slot,
    Return giving,
    boolean slotLate,
    boolean givingLate,
    int refresh,
    Kubelet kubelet) {
  /// What the request for a slot has come to.
  enum Slot {
    NONE,
    SENT,
    /// The write was applied, its acknowledgement is under way.
    APPLIED
  }

  /// What giving the slot back has come to.
  enum Return {
    NONE,
    READ_SENT,
    SEEN_READY,
    SEEN_UNREADY,
    RELEASE_SENT,
    /// The write was applied, its acknowledgement is under way.
    RELEASED
  }

  /// What is wrong, if anything: who is out or not ready because of us holds a slot.
  Optional<String> broken() {
    if (held) {
      return Optional.empty();
    }
    return state.shedding()
        ? Optional.of("I1a: answers 400 without a slot")
        : kubelet.condition() == Kubelet.Report.UNREADY
            ? Optional.of("I1b: is not ready because of us, without a slot")
            : Optional.empty();
  }

  /// Whether something has to happen before time can pass.
  boolean overdue() {
    return slotLate || givingLate || kubelet.overdue(state.shedding());
  }

  Moment with(OverloadState next) {
    return new Moment(next, held, slot, giving, slotLate, givingLate, refresh, kubelet);
  }

  Moment with(Kubelet next) {
    return new Moment(state, held, slot, giving, slotLate, givingLate, refresh, next);
  }

  Moment with(Slot next) {
    var late = slotLate && next != Slot.NONE;
    return new Moment(state, held, next, giving, late, givingLate, refresh, kubelet);
  }

  Moment with(Return next) {
    var late = givingLate && next != Return.NONE;
    return new Moment(state, held, slot, next, slotLate, late, refresh, kubelet);
  }

  /// The next request of a return. One is under way at a time.
  Moment begin(Return next) {
    if (giving != Return.NONE) {
      throw new IllegalStateException("%s while %s is under way".formatted(next, giving));
    }
    return with(next);
  }

  Moment holding(boolean next) {
    return new Moment(state, next, slot, giving, slotLate, givingLate, refresh, kubelet);
  }

  Moment refreshIn(int seconds) {
    return new Moment(state, held, slot, giving, slotLate, givingLate, seconds, kubelet);
  }

  /// A second later.
  Moment aged(OverloadState later) {
    return new Moment(
        later,
        held,
        slot,
        giving,
        slot != Slot.NONE,
        giving != Return.NONE,
        refresh,
        kubelet.aged(state.shedding()));
  }
}
