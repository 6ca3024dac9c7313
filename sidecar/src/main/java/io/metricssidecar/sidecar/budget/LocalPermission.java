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
import io.metricssidecar.sidecar.budget.BudgetApi.LeaseResult;
import io.vertx.core.Future;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The permission of mode `local`, by [LocalRule]: pods are not coordinated, and no slot is
/// written. Of the Lease nothing but its pause is read. A pod that was set up by hand may have no
/// Lease, so the same annotation of its workload is read as well, with the workload's status.
public final class LocalPermission implements SlotPermission {
  /// The pause by the workload's annotation, which tells neither who made it nor since when.
  private static final Pause BY_WORKLOAD =
      new Pause(Pause.By.PERSON, "", "annotation %s of the workload".formatted(Annotations.PAUSED));

  private final BudgetApi api;
  private final Shedding shedding;
  private @Nullable Pause ofLease;
  private boolean workloadPaused;

  /// @param shedding the user's conditions
  public LocalPermission(BudgetApi api, Shedding shedding) {
    this.api = requireNonNull(api, "api is null");
    this.shedding = requireNonNull(shedding, "shedding is null");
  }

  @Override
  public Future<Result> acquire(Turn turn, Limits limits) {
    return leasePaused()
        .compose(
            paused ->
                paused
                    ? Future.succeededFuture(Optional.of(DenialReason.PAUSED))
                    : status().map(this::denial))
        .map(denial -> denial.<Result>map(Result.Denied::new).orElseGet(Result.Granted::new));
  }

  private Optional<DenialReason> denial(Optional<WorkloadStatus> read) {
    return read.map(known -> LocalRule.denial(known, shedding))
        .orElse(Optional.of(DenialReason.ERROR));
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
    return leasePaused()
        .compose(
            paused ->
                paused
                    ? Future.succeededFuture(Confirmation.PAUSED)
                    : status().map(read -> read.map(this::confirm).orElse(Confirmation.HELD)));
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

  /// Nobody is a holder; what is read is whether shedding is paused. The workload is read again
  /// only to see its pause end.
  @Override
  public Future<Holding> isHolder() {
    return leasePaused()
        .compose(_ -> workloadPaused ? status().<Void>mapEmpty() : Future.<Void>succeededFuture())
        .map(Holding.NO_HOLDER);
  }

  /// Nothing but a pause: how many pods may be out follows from the replicas alone.
  @Override
  public BudgetView view() {
    var pause = ofLease == null && workloadPaused ? BY_WORKLOAD : ofLease;
    return pause == null ? BudgetView.NONE : new BudgetView(0, null, null, null, pause);
  }

  /// Whether the Lease is paused: as it was before where it cannot be read, and not where there is
  /// none.
  private Future<Boolean> leasePaused() {
    return api.readLease()
        .map(
            result -> {
              ofLease =
                  switch (result) {
                    case LeaseResult.Found(LeaseDocument document) -> document.lease().pause();
                    case LeaseResult.Unreadable _ -> null;
                    case LeaseResult.Failed _, LeaseResult.TooLarge _ -> ofLease;
                  };
              return ofLease != null;
            });
  }

  private Future<Optional<WorkloadStatus>> status() {
    return api.status().onSuccess(read -> read.ifPresent(known -> workloadPaused = known.paused()));
  }
}
