package io.metricssidecar.sidecar.budget;

import io.metricssidecar.sidecar.overload.Refusal;
import io.vertx.core.Future;

/// Who gives leave to shed. No future here fails: what went wrong is a value.
public interface Permission {
  /// What was answered to a question for leave.
  sealed interface Answer {
    /// Leave is given and acknowledged.
    record Granted() implements Answer {}

    /// No leave.
    record Refused(Refusal refusal) implements Answer {}

    /// The budget names this pod already, although it did not shed.
    record AlreadyHeld() implements Answer {}
  }

  /// Asks for leave.
  Future<Answer> acquire();

  /// Gives the slot back; false where that is not certain and must be tried again.
  Future<Boolean> release();

  /// Whether leave that was given still holds, as far as can be seen now.
  Future<Boolean> stillHolds();
}
