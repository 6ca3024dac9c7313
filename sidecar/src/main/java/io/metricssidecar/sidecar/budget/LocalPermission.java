package io.metricssidecar.sidecar.budget;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.sidecar.Shedding;
import io.metricssidecar.decision.budget.BudgetView;
import io.metricssidecar.decision.budget.DenialReason;
import io.metricssidecar.decision.budget.LocalRule;
import io.metricssidecar.decision.budget.WorkloadStatus;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Supplier;

/// Leave by [LocalRule]: no coordination between pods.
public final class LocalPermission implements SlotPermission {
  private final Supplier<Future<Optional<WorkloadStatus>>> status;
  private final Shedding shedding;
  private BudgetView look = BudgetView.NONE;

  /// @param status reads the workload's status live; empty where it cannot be read
  public LocalPermission(Supplier<Future<Optional<WorkloadStatus>>> status, Shedding shedding) {
    this.status = requireNonNull(status, "status is null");
    this.shedding = requireNonNull(shedding, "shedding is null");
  }

  @Override
  public Future<Answer> acquire(Turn turn) {
    return read()
        .map(
            read ->
                read.map(known -> LocalRule.refusal(known, shedding))
                    .orElse(Optional.of(DenialReason.ERROR))
                    .<Answer>map(Answer.Refused::new)
                    .orElseGet(Answer.Granted::new));
  }

  /// There is nothing to give back.
  @Override
  public Future<Boolean> release() {
    return Future.succeededFuture(true);
  }

  /// Not where the status shows that the floor is broken; where it cannot be read, leave stands, as
  /// the state machine's own timers end every shed.
  @Override
  public Future<Boolean> stillHolds() {
    return read().map(read -> read.map(known -> !LocalRule.broken(known, shedding)).orElse(true));
  }

  @Override
  public boolean expired() {
    return false;
  }

  @Override
  public Future<Optional<Boolean>> held() {
    return Future.succeededFuture(Optional.of(false));
  }

  @Override
  public BudgetView look() {
    return look;
  }

  private Future<Optional<WorkloadStatus>> read() {
    return status
        .get()
        .onSuccess(
            read ->
                read.ifPresent(
                    known ->
                        look = new BudgetView(shedding.slots(known.desired()), null, null, null)));
  }
}
