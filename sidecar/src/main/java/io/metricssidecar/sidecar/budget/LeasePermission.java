package io.metricssidecar.sidecar.budget;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.sidecar.Limits;
import io.metricssidecar.decision.budget.BudgetLease;
import io.metricssidecar.decision.budget.BudgetRule;
import io.metricssidecar.decision.budget.BudgetView;
import io.metricssidecar.decision.budget.DenialReason;
import io.metricssidecar.decision.budget.FloorWatch;
import io.metricssidecar.decision.budget.WorkloadStatus;
import io.metricssidecar.sidecar.budget.BudgetApi.LeaseResult;
import io.metricssidecar.sidecar.budget.BudgetApi.WriteResult;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Supplier;

/// The permission by the workload's budget Lease: compare-and-swap, no clocks of others, no
/// take-over by age. In mode `observe` everything is read and nothing written.
///
/// A slot counts for as long as it was confirmed within [#LeaseTerms.MAX_UNCONFIRMED]; a pod that
/// cannot read its Lease for longer returns. Others wait longer than that before they take a slot
/// of a Lease that they observe for the first time, so a Lease that was deleted and made again
/// never lets out more than B.
public final class LeasePermission implements SlotPermission {
  private final BudgetApi api;
  private final LeaseTerms terms;
  private final Supplier<Duration> clock;
  private final ObservedBudget budget;
  private final SlotRequest request;
  private String heldUid = "";
  private Duration confirmed = Duration.ZERO;
  private FloorWatch floor = FloorWatch.begin(0);
  private boolean acquiring;

  /// @param clock monotonic
  public LeasePermission(BudgetApi api, LeaseTerms terms, Supplier<Duration> clock) {
    this.api = requireNonNull(api, "api is null");
    this.terms = requireNonNull(terms, "terms is null");
    this.clock = requireNonNull(clock, "clock is null");
    budget = new ObservedBudget(api, clock);
    request = new SlotRequest(api, terms, budget);
  }

  @Override
  public Future<Result> acquire(Turn turn, Limits limits) {
    if (acquiring) {
      return denied(DenialReason.CONFLICT);
    }
    acquiring = true;
    return Future.succeededFuture()
        .compose(_ -> request.decide(turn, limits))
        .compose(
            outcome ->
                switch (outcome) {
                  case SlotRequest.Outcome.Done(Result result) -> Future.succeededFuture(result);
                  case SlotRequest.Outcome.Write(LeaseDocument document, BudgetLease taken) ->
                      take(document, taken);
                })
        .onComplete(_ -> acquiring = false);
  }

  private Future<Result> take(LeaseDocument document, BudgetLease taken) {
    var sent = clock.get();
    return api.writeLease(document.write(taken))
        .compose(
            written ->
                switch (written) {
                  case WRITTEN -> {
                    heldUid = document.lease().uid();
                    confirmed = sent;
                    floor = FloorWatch.begin(budget.desired());
                    budget.holders(taken.holders().size());
                    // A stalled process: the acknowledgement is too old to count.
                    yield Future.succeededFuture(
                        expired() ? new Result.AlreadyHeld() : new Result.Granted());
                  }
                  case CONFLICT -> denied(DenialReason.CONFLICT);
                  case REJECTED -> denied(DenialReason.DENIED);
                  case UNKNOWN -> denied(DenialReason.UNKNOWN);
                });
  }

  /// A Lease that is missing or in an unknown format holds nothing that could be released.
  @Override
  public Future<Boolean> release() {
    return budget
        .lease()
        .compose(
            result ->
                switch (result) {
                  case LeaseResult.Failed _, LeaseResult.TooLarge _ ->
                      Future.succeededFuture(false);
                  case LeaseResult.Unreadable _ -> Future.succeededFuture(true);
                  case LeaseResult.Found(LeaseDocument document) ->
                      document.lease().holds(terms.pod().uid())
                          ? release(document)
                          : Future.succeededFuture(true);
                });
  }

  private Future<Boolean> release(LeaseDocument document) {
    var rest = document.lease().without(terms.pod().uid());
    return api.writeLease(document.write(rest))
        .map(written -> written == WriteResult.WRITTEN)
        .onSuccess(
            released -> {
              if (released) {
                budget.holders(rest.holders().size());
              }
            });
  }

  @Override
  public Future<Confirmation> confirm() {
    var sent = clock.get();
    return budget
        .lease()
        .compose(
            result ->
                switch (result) {
                  case LeaseResult.Failed _, LeaseResult.TooLarge _ ->
                      Future.succeededFuture(expired() ? Confirmation.LOST : Confirmation.HELD);
                  case LeaseResult.Unreadable _ -> Future.succeededFuture(Confirmation.LOST);
                  case LeaseResult.Found(LeaseDocument document) -> confirm(document.lease(), sent);
                });
  }

  private Future<Confirmation> confirm(BudgetLease lease, Duration sent) {
    if (!lease.uid().equals(heldUid) || !lease.holds(terms.pod().uid())) {
      return Future.succeededFuture(Confirmation.LOST);
    }
    confirmed = sent;
    // Also where the workload's status cannot be read.
    if (lease.paused()) {
      return Future.succeededFuture(Confirmation.PAUSED);
    }
    return budget
        .status(lease, terms.shedding())
        .map(read -> read.map(status -> confirm(lease, status)).orElse(Confirmation.HELD));
  }

  private Confirmation confirm(BudgetLease lease, WorkloadStatus status) {
    var pod = terms.pod().uid();
    if (!BudgetRule.keepsSlot(pod, lease, status, terms.shedding())) {
      return Confirmation.LOST;
    }
    floor = floor.observed(status, lease, terms.shedding(), clock.get());
    return floor.returns(pod, lease, clock.get(), terms.untilServing())
        ? Confirmation.FLOOR_BROKEN
        : Confirmation.HELD;
  }

  @Override
  public boolean expired() {
    return clock.get().minus(confirmed).compareTo(LeaseTerms.MAX_UNCONFIRMED) >= 0;
  }

  @Override
  public Future<Holding> isHolder() {
    return budget
        .lease()
        .map(
            result ->
                switch (result) {
                  case LeaseResult.Failed _, LeaseResult.TooLarge _ -> Holding.UNKNOWN;
                  case LeaseResult.Unreadable _ -> Holding.NO_HOLDER;
                  case LeaseResult.Found(LeaseDocument document) ->
                      document.lease().holds(terms.pod().uid())
                          ? Holding.HOLDER
                          : Holding.NO_HOLDER;
                });
  }

  @Override
  public BudgetView view() {
    return budget.view();
  }

  private static Future<Result> denied(DenialReason reason) {
    return Future.succeededFuture(new Result.Denied(reason));
  }
}
