package io.metricssidecar.sidecar.budget;

import io.metricssidecar.contract.sidecar.Limits;
import io.metricssidecar.decision.budget.BudgetView;
import io.metricssidecar.decision.budget.DenialReason;
import io.vertx.core.Future;

/// The permission of this pod to shed: a slot that is acquired, confirmed and released. No future
/// here fails: a failure is a value.
public interface SlotPermission {
  /// The result of a slot request.
  sealed interface Result {
    /// The slot is acquired, and the write acknowledged.
    record Granted() implements Result {}

    /// No slot.
    record Denied(DenialReason reason) implements Result {}

    /// The budget lists this pod as a holder already, although it did not shed.
    record AlreadyHeld() implements Result {}
  }

  /// The place of a slot request in a hot phase.
  enum Turn {
    FIRST,
    LATER
  }

  /// Whether the budget lists this pod as a holder.
  enum Holding {
    HOLDER,
    NO_HOLDER,
    /// The budget could not be read.
    UNKNOWN
  }

  /// What a pod that sheds finds when it confirms its slot.
  enum Confirmation {
    /// It still has the slot, as far as is known.
    HELD,
    /// The slot is gone, or was trimmed.
    LOST,
    /// Fewer pods serve than the floor demands, and this one has to return.
    FLOOR_BROKEN,
    /// Shedding was stopped.
    PAUSED
  }

  /// Requests a slot.
  ///
  /// @param limits of the measured container in force
  Future<Result> acquire(Turn turn, Limits limits);

  /// Releases the slot; false where that is not certain and must be tried again.
  Future<Boolean> release();

  /// Reads whether the slot is still held, and whether the floor is kept.
  Future<Confirmation> confirm();

  /// Whether the slot was not confirmed for so long that it no longer counts. Does no I/O.
  boolean expired();

  /// Reads whether the budget lists this pod as a holder, for a process that does not shed.
  Future<Holding> isHolder();

  /// The budget as last observed, for people.
  BudgetView view();
}
