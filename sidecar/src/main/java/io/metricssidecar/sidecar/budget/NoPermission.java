package io.metricssidecar.sidecar.budget;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.sidecar.Limits;
import io.metricssidecar.decision.budget.BudgetView;
import io.metricssidecar.decision.budget.DenialReason;
import io.vertx.core.Future;

/// The permission of a pod that may never shed.
///
/// @param reason of every denial
public record NoPermission(DenialReason reason) implements SlotPermission {
  public NoPermission {
    requireNonNull(reason, "reason is null");
  }

  @Override
  public Future<Result> acquire(Turn turn, Limits limits) {
    return Future.succeededFuture(new Result.Denied(reason));
  }

  @Override
  public Future<Boolean> release() {
    return Future.succeededFuture(true);
  }

  @Override
  public Future<Confirmation> confirm() {
    return Future.succeededFuture(Confirmation.LOST);
  }

  @Override
  public boolean expired() {
    return true;
  }

  @Override
  public Future<Holding> isHolder() {
    return Future.succeededFuture(Holding.NO_HOLDER);
  }

  @Override
  public BudgetView view() {
    return BudgetView.NONE;
  }
}
