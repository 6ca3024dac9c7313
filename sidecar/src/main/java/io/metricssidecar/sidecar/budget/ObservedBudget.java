package io.metricssidecar.sidecar.budget;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.sidecar.Shedding;
import io.metricssidecar.decision.budget.BudgetLease;
import io.metricssidecar.decision.budget.BudgetRule;
import io.metricssidecar.decision.budget.BudgetView;
import io.metricssidecar.decision.budget.LeaseAge;
import io.metricssidecar.decision.budget.RedistributionGuard;
import io.metricssidecar.decision.budget.WorkloadStatus;
import io.metricssidecar.sidecar.budget.BudgetApi.LeaseResult;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The budget as this process has observed it: the age of its Lease, the workload's last status,
/// and the view for people. Every read of the Lease goes through here.
final class ObservedBudget {
  /// What was read is shown as a fact for this time.
  private static final Duration MAX_VIEW_AGE = Duration.ofMinutes(1);

  private final BudgetApi api;
  private final Supplier<Duration> clock;
  private LeaseAge age = LeaseAge.NONE;
  private @Nullable WorkloadStatus status;
  private Duration statusRead = Duration.ZERO;
  private BudgetView view = BudgetView.NONE;
  private Duration slotsRead = Duration.ZERO;
  private Duration holdersRead = Duration.ZERO;
  private Duration endpointsRead = Duration.ZERO;

  /// @param clock monotonic
  ObservedBudget(BudgetApi api, Supplier<Duration> clock) {
    this.api = requireNonNull(api, "api is null");
    this.clock = requireNonNull(clock, "clock is null");
  }

  /// Reads the Lease.
  Future<LeaseResult> lease() {
    return api.readLease()
        .onSuccess(
            result -> {
              if (result instanceof LeaseResult.Found(LeaseDocument document)) {
                var lease = document.lease();
                age = age.observed(lease.uid(), clock.get());
                view = view.after(lease);
                holdersRead = clock.get();
                slotsRead = lease.paused() ? holdersRead : slotsRead;
              }
            });
  }

  /// Whether the Lease has been the same for this long.
  boolean settled(Duration wait) {
    return age.settled(clock.get(), wait);
  }

  /// Remembers all that a slot request was decided on.
  void remember(BudgetRule.Input input) {
    var projected = RedistributionGuard.projected(input);
    remember(input.workload().status());
    view =
        new BudgetView(
            BudgetRule.slots(input),
            input.lease().holders().size(),
            input.workload().services().stream()
                .map(service -> service.readyWithout(Set.of()))
                .min(Integer::compare)
                .orElse(null),
            projected.isPresent() ? projected.getAsDouble() : null,
            input.lease().pause());
    slotsRead = clock.get();
    holdersRead = slotsRead;
    endpointsRead = slotsRead;
  }

  /// Remembers the number of holders.
  void holders(int count) {
    view = view.with(count);
    holdersRead = clock.get();
  }

  /// The number of desired pods as last read; 0 before the first time.
  int desired() {
    return status == null ? 0 : status.desired();
  }

  /// The workload's status, not older than [BudgetApi#maxStatusAge] where it can be read; empty
  /// where it never could.
  Future<Optional<WorkloadStatus>> status() {
    if (status != null && clock.get().minus(statusRead).compareTo(api.maxStatusAge()) < 0) {
      return Future.succeededFuture(Optional.of(status));
    }
    return api.status()
        .map(
            read -> {
              read.ifPresent(this::remember);
              return Optional.ofNullable(status);
            });
  }

  /// The same, and the number of slots for people that follows from it.
  Future<Optional<WorkloadStatus>> status(BudgetLease lease, Shedding shedding) {
    return status()
        .onSuccess(
            read ->
                read.ifPresent(
                    known -> {
                      view = view.withSlots(BudgetRule.slots(known, shedding, lease));
                      slotsRead = statusRead;
                    }));
  }

  /// The budget for people, without what was read more than [#MAX_VIEW_AGE] ago; only a pause stays
  /// until the Lease was read without it.
  BudgetView view() {
    return new BudgetView(
        fresh(view.slots(), slotsRead),
        fresh(view.holders(), holdersRead),
        fresh(view.readyEndpoints(), endpointsRead),
        fresh(view.projected(), endpointsRead),
        view.pause());
  }

  private <T> @Nullable T fresh(@Nullable T value, Duration read) {
    return clock.get().minus(read).compareTo(MAX_VIEW_AGE) <= 0 ? value : null;
  }

  private void remember(WorkloadStatus read) {
    status = read;
    statusRead = clock.get();
  }
}
