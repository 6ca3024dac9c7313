package io.metricssidecar.sidecar.budget;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.decision.budget.BudgetView;
import io.metricssidecar.decision.budget.DenialReason;
import io.vertx.core.Future;
import java.util.Optional;

/// No leave, ever, for one reason.
///
/// @param refusal the reason
public record NoPermission(DenialReason refusal) implements SlotPermission {
  public NoPermission {
    requireNonNull(refusal, "refusal is null");
  }

  @Override
  public Future<Answer> acquire(Turn turn) {
    return Future.succeededFuture(new Answer.Refused(refusal));
  }

  @Override
  public Future<Boolean> release() {
    return Future.succeededFuture(true);
  }

  @Override
  public Future<Boolean> stillHolds() {
    return Future.succeededFuture(false);
  }

  @Override
  public boolean expired() {
    return true;
  }

  @Override
  public Future<Optional<Boolean>> held() {
    return Future.succeededFuture(Optional.of(false));
  }

  @Override
  public BudgetView look() {
    return BudgetView.NONE;
  }
}
