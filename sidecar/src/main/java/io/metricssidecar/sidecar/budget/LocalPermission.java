package io.metricssidecar.sidecar.budget;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.budget.Pause;
import io.metricssidecar.contract.sidecar.Limits;
import io.metricssidecar.contract.sidecar.Shedding;
import io.metricssidecar.decision.budget.BudgetView;
import io.metricssidecar.decision.budget.DenialReason;
import io.metricssidecar.decision.budget.LocalRule;
import io.metricssidecar.decision.budget.WorkloadStatus;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Supplier;

/// The permission of mode `local`, by [LocalRule]: pods are not coordinated, and no slot is
/// written. There is no budget that could be paused: an annotation of the workload is read with its
/// status.
public final class LocalPermission implements SlotPermission {
  /// The pause by the workload's annotation, as there is no Lease that could tell who made it.
  private static final Pause PAUSE =
      new Pause(Pause.By.PERSON, "", "annotation %s of the workload".formatted(Annotations.PAUSED));

  private final Supplier<Future<Optional<WorkloadStatus>>> status;
  private final Shedding shedding;
  private BudgetView view = BudgetView.NONE;

  /// @param status reads the workload's status live; empty where it cannot be read
  public LocalPermission(Supplier<Future<Optional<WorkloadStatus>>> status, Shedding shedding) {
    this.status = requireNonNull(status, "status is null");
    this.shedding = requireNonNull(shedding, "shedding is null");
  }

  @Override
  public Future<Result> acquire(Turn turn, Limits limits) {
    return read()
        .map(
            read ->
                read.map(known -> LocalRule.denial(known, shedding))
                    .orElse(Optional.of(DenialReason.ERROR))
                    .<Result>map(Result.Denied::new)
                    .orElseGet(Result.Granted::new));
  }

  /// There is nothing to release.
  @Override
  public Future<Boolean> release() {
    return Future.succeededFuture(true);
  }

  /// Where the status cannot be read the permission stands, as the state machine's own timers end
  /// every shed.
  @Override
  public Future<Confirmation> confirm() {
    return read().map(read -> read.map(this::confirm).orElse(Confirmation.HELD));
  }

  private Confirmation confirm(WorkloadStatus known) {
    if (known.paused()) {
      return Confirmation.PAUSED;
    }
    return LocalRule.broken(known, shedding) ? Confirmation.FLOOR_BROKEN : Confirmation.HELD;
  }

  @Override
  public boolean expired() {
    return false;
  }

  @Override
  public Future<Holding> isHolder() {
    return Future.succeededFuture(Holding.NO_HOLDER);
  }

  /// Nothing but a pause: there is no Lease, and how many pods may be out follows from the replicas
  /// alone.
  @Override
  public BudgetView view() {
    return view;
  }

  private Future<Optional<WorkloadStatus>> read() {
    return status
        .get()
        .onSuccess(
            read ->
                read.ifPresent(
                    known ->
                        view =
                            known.paused()
                                ? new BudgetView(0, null, null, null, PAUSE)
                                : BudgetView.NONE));
  }
}
