package io.metricssidecar.sidecar.budget;

import io.metricssidecar.decision.budget.BudgetView;
import io.metricssidecar.decision.budget.DenialReason;
import io.vertx.core.Future;
import java.util.Optional;

/// Who gives leave to shed. No future here fails: what went wrong is a value.
public interface SlotPermission {
  /// What was answered to a question for leave.
  sealed interface Answer {
    /// Leave is given and acknowledged.
    record Granted() implements Answer {}

    /// No leave.
    record Refused(DenialReason refusal) implements Answer {}

    /// The budget names this pod already, although it did not shed.
    record AlreadyHeld() implements Answer {}
  }

  /// Which question of a hot phase is asked.
  enum Turn {
    FIRST,
    LATER
  }

  /// Asks for leave.
  Future<Answer> acquire(Turn turn);

  /// Gives the slot back; false where that is not certain and must be tried again.
  Future<Boolean> release();

  /// Whether leave that was given still holds, as far as can be seen now.
  Future<Boolean> stillHolds();

  /// Whether leave that was given has not been confirmed for so long that it no longer counts. Does
  /// no I/O.
  boolean expired();

  /// Whether the budget names this pod, for a process that does not shed; empty where that could
  /// not be read.
  Future<Optional<Boolean>> held();

  /// What was last seen of the budget, for people.
  BudgetView look();
}
