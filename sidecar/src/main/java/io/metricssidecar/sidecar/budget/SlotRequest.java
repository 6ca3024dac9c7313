package io.metricssidecar.sidecar.budget;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.sidecar.Limits;
import io.metricssidecar.decision.budget.BudgetLease;
import io.metricssidecar.decision.budget.BudgetRule;
import io.metricssidecar.decision.budget.DenialReason;
import io.metricssidecar.decision.budget.EarlyRule;
import io.metricssidecar.sidecar.budget.BudgetApi.LeaseResult;
import io.metricssidecar.sidecar.budget.BudgetApi.LiveWorkload;
import io.metricssidecar.sidecar.budget.BudgetApi.Read;
import io.metricssidecar.sidecar.budget.BudgetApi.Search;
import io.metricssidecar.sidecar.budget.SlotPermission.Result;
import io.metricssidecar.sidecar.budget.SlotPermission.Turn;
import io.vertx.core.Future;
import java.util.Optional;

/// The reads of slot requests, and the decision on what was read. What costs little is read first:
/// a denial that follows from the Lease or from the workload's status needs no Services; one that
/// follows from the Services known so far needs no search for others. A slot is taken only after a
/// search. Nothing is written here.
final class SlotRequest {
  private final BudgetApi api;
  private final LeaseTerms terms;
  private final ObservedBudget budget;

  /// The outcome of a slot request before anything is written.
  sealed interface Outcome {
    /// The slot is free: this Lease has to be written.
    record Write(LeaseDocument document, BudgetLease taken) implements Outcome {}

    /// There is nothing to write.
    record Done(Result result) implements Outcome {}
  }

  SlotRequest(BudgetApi api, LeaseTerms terms, ObservedBudget budget) {
    this.api = requireNonNull(api, "api is null");
    this.terms = requireNonNull(terms, "terms is null");
    this.budget = requireNonNull(budget, "budget is null");
  }

  /// Reads and decides.
  ///
  /// @param limits of the measured container in force
  Future<Outcome> decide(Turn turn, Limits limits) {
    return budget
        .lease()
        .compose(
            result ->
                switch (result) {
                  case LeaseResult.Found(LeaseDocument document) -> decide(document, turn, limits);
                  case LeaseResult.Failed _ -> denied(DenialReason.ERROR);
                  case LeaseResult.TooLarge _ -> denied(DenialReason.TOO_LARGE);
                  case LeaseResult.Unreadable _ -> denied(DenialReason.LEASE_UNREADABLE);
                });
  }

  private Future<Outcome> decide(LeaseDocument document, Turn turn, Limits limits) {
    var lease = document.lease();
    if (lease.holds(terms.pod().uid())) {
      return Future.succeededFuture(new Outcome.Done(new Result.AlreadyHeld()));
    }
    var denial = EarlyRule.denial(lease, budget.settled(terms.settle()));
    return denial.isPresent()
        ? denied(denial.get())
        : budget
            .status(lease, terms.shedding())
            .compose(
                status ->
                    status
                        .map(known -> EarlyRule.denial(lease, known, terms.shedding()))
                        .orElse(Optional.of(DenialReason.ERROR))
                        .map(SlotRequest::denied)
                        .orElseGet(() -> decide(Search.KNOWN, turn, limits)));
  }

  private Future<Outcome> decide(Search search, Turn turn, Limits limits) {
    return api.workload(terms.shedding().guard(), limits, search)
        .compose(
            read ->
                switch (read) {
                  case Read.Found<LiveWorkload>(LiveWorkload workload) ->
                      budget.lease().compose(lease -> decide(workload, lease, turn, limits));
                  case Read.TooLarge<LiveWorkload> _ -> denied(DenialReason.TOO_LARGE);
                  case Read.Failed<LiveWorkload> _ -> denied(DenialReason.ERROR);
                });
  }

  private Future<Outcome> decide(
      LiveWorkload workload, LeaseResult result, Turn turn, Limits limits) {
    return switch (result) {
      case LeaseResult.Failed _ -> denied(DenialReason.ERROR);
      case LeaseResult.TooLarge _ -> denied(DenialReason.TOO_LARGE);
      case LeaseResult.Unreadable _ -> denied(DenialReason.LEASE_UNREADABLE);
      case LeaseResult.Found(LeaseDocument document) -> {
        var input =
            new BudgetRule.Input(
                terms.pod(),
                terms.shedding(),
                workload.view(),
                document.lease(),
                budget.settled(terms.settle()),
                turn == Turn.FIRST);
        budget.remember(input);
        yield switch (BudgetRule.decide(input)) {
          case BudgetRule.Decision.AlreadyHeld _ ->
              Future.succeededFuture(new Outcome.Done(new Result.AlreadyHeld()));
          case BudgetRule.Decision.Deny(DenialReason reason) -> denied(reason);
          case BudgetRule.Decision.Take _ when workload.search() == Search.KNOWN ->
              decide(Search.ALL, turn, limits);
          case BudgetRule.Decision.Take _ when terms.observing(workload.view().status()) ->
              denied(DenialReason.OBSERVED);
          case BudgetRule.Decision.Take(BudgetLease taken) ->
              Future.succeededFuture(new Outcome.Write(document, taken));
        };
      }
    };
  }

  private static Future<Outcome> denied(DenialReason reason) {
    return Future.succeededFuture(new Outcome.Done(new Result.Denied(reason)));
  }
}
