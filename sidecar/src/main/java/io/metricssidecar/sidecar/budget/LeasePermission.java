package io.metricssidecar.sidecar.budget;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.sidecar.PodIdentity;
import io.metricssidecar.contract.sidecar.Probe;
import io.metricssidecar.contract.sidecar.Shedding;
import io.metricssidecar.decision.budget.BudgetLease;
import io.metricssidecar.decision.budget.BudgetRule;
import io.metricssidecar.decision.budget.BudgetView;
import io.metricssidecar.decision.budget.DenialReason;
import io.metricssidecar.decision.budget.LeaseAge;
import io.metricssidecar.decision.budget.Question;
import io.metricssidecar.decision.budget.RedistributionGuard;
import io.metricssidecar.decision.budget.Ruling;
import io.metricssidecar.decision.budget.WorkloadStatus;
import io.metricssidecar.decision.budget.WorkloadView;
import io.metricssidecar.sidecar.budget.BudgetApi.LeaseAnswer;
import io.metricssidecar.sidecar.budget.BudgetApi.WriteAnswer;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Leave by the budget Lease of the workload: compare-and-swap, no clocks of others, no take-over
/// by age. In mode `observe` everything is read and nothing written.
///
/// A slot counts for as long as it was confirmed within [#CONFIRMED]; a pod that cannot see its
/// Lease for longer returns. Others wait longer than that before they take a slot of a Lease that
/// they see for the first time, so a Lease that was deleted and made again never lets out more than
/// B.
public final class LeasePermission implements SlotPermission {
  /// How old the last confirmation of a slot may be.
  static final Duration CONFIRMED = Duration.ofSeconds(8);

  /// What is added to the kubelet's reaction time before a new Lease is trusted: [#CONFIRMED], a
  /// tick of the loop, and a second to spare.
  private static final Duration SETTLE = Duration.ofSeconds(10);

  /// The workload's status is read this often while a slot is held.
  private static final Duration STATUS_AGE = Duration.ofSeconds(15);

  private final BudgetApi api;
  private final Terms terms;
  private final Supplier<Duration> clock;
  private final Duration settle;
  private LeaseAge sight = LeaseAge.NONE;
  private String heldUid = "";
  private Duration confirmed = Duration.ZERO;
  private @Nullable WorkloadStatus status;
  private Duration statusRead = Duration.ZERO;
  private boolean asking;
  private BudgetView look = BudgetView.NONE;

  /// What does not change in the life of a pod.
  ///
  /// @param pod that asks
  /// @param shedding the user's conditions
  /// @param probe that the kubelet runs
  public record Terms(PodIdentity pod, Shedding shedding, Probe probe) {}

  /// @param clock monotonic
  public LeasePermission(BudgetApi api, Terms terms, Supplier<Duration> clock) {
    this.api = requireNonNull(api, "api is null");
    this.terms = requireNonNull(terms, "terms is null");
    this.clock = requireNonNull(clock, "clock is null");
    var probe = terms.probe();
    var verdicts = Math.max(probe.failureThreshold(), probe.successThreshold());
    settle = Duration.ofSeconds((long) probe.periodSeconds() * verdicts).plus(SETTLE);
  }

  @Override
  public Future<Answer> acquire(Turn turn) {
    if (asking) {
      return refused(DenialReason.CONFLICT);
    }
    asking = true;
    return api.fleet(terms.shedding().guard())
        .compose(
            fleet ->
                fleet.isEmpty()
                    ? refused(DenialReason.ERROR)
                    : seen().compose(lease -> ask(fleet.get(), lease, turn)))
        .onComplete(_ -> asking = false);
  }

  private Future<Answer> ask(WorkloadView fleet, LeaseAnswer answer, Turn turn) {
    return switch (answer) {
      case LeaseAnswer.Failed _ -> refused(DenialReason.ERROR);
      case LeaseAnswer.Unreadable _ -> refused(DenialReason.LEASE_UNREADABLE);
      case LeaseAnswer.Found(LeaseDocument document) -> {
        var question =
            new Question(
                terms.pod(),
                terms.shedding(),
                fleet,
                document.lease(),
                sight.settled(clock.get(), settle),
                turn == Turn.FIRST);
        look = looked(question);
        remember(fleet.status());
        yield switch (BudgetRule.decide(question)) {
          case Ruling.AlreadyHeld _ -> Future.succeededFuture(new Answer.AlreadyHeld());
          case Ruling.Refuse(DenialReason refusal) -> refused(refusal);
          case Ruling.Take _ when observing(fleet.status()) -> refused(DenialReason.OBSERVED);
          case Ruling.Take(BudgetLease taken) -> take(document, taken);
        };
      }
    };
  }

  private Future<Answer> take(LeaseDocument document, BudgetLease taken) {
    var sent = clock.get();
    return api.writeLease(document.write(taken))
        .compose(
            written ->
                switch (written) {
                  case WRITTEN -> {
                    heldUid = document.lease().uid();
                    confirmed = sent;
                    look = look.with(taken.holders().size());
                    // A stalled process: what was acknowledged is too old to go by.
                    yield Future.succeededFuture(
                        expired() ? new Answer.AlreadyHeld() : new Answer.Granted());
                  }
                  case CONFLICT -> refused(DenialReason.CONFLICT);
                  case REFUSED -> refused(DenialReason.DENIED);
                  case UNKNOWN -> refused(DenialReason.UNKNOWN);
                });
  }

  private boolean observing(WorkloadStatus status) {
    return switch (terms.shedding().mode()) {
      case OBSERVE -> true;
      case AUTO -> status.fragile();
      case ENFORCE, LOCAL -> false;
    };
  }

  /// What cannot be found or read holds nothing that could be given back.
  @Override
  public Future<Boolean> release() {
    return seen()
        .compose(
            answer ->
                switch (answer) {
                  case LeaseAnswer.Failed _ -> Future.succeededFuture(false);
                  case LeaseAnswer.Unreadable _ -> Future.succeededFuture(true);
                  case LeaseAnswer.Found(LeaseDocument document) ->
                      document.lease().holds(terms.pod().uid())
                          ? giveBack(document)
                          : Future.succeededFuture(true);
                });
  }

  private Future<Boolean> giveBack(LeaseDocument document) {
    var rest = document.lease().without(terms.pod().uid());
    return api.writeLease(document.write(rest))
        .map(written -> written == WriteAnswer.WRITTEN)
        .onSuccess(
            written -> {
              if (written) {
                look = look.with(rest.holders().size());
              }
            });
  }

  @Override
  public Future<Boolean> stillHolds() {
    var sent = clock.get();
    return seen()
        .compose(
            answer ->
                switch (answer) {
                  case LeaseAnswer.Failed _ -> Future.succeededFuture(!expired());
                  case LeaseAnswer.Unreadable _ -> Future.succeededFuture(false);
                  case LeaseAnswer.Found(LeaseDocument document) -> confirm(document.lease(), sent);
                });
  }

  private Future<Boolean> confirm(BudgetLease lease, Duration sent) {
    if (!lease.uid().equals(heldUid) || !lease.holds(terms.pod().uid())) {
      return Future.succeededFuture(false);
    }
    confirmed = sent;
    return currentStatus()
        .map(
            known ->
                known.isEmpty()
                    || BudgetRule.within(terms.pod().uid(), lease, known.get(), terms.shedding()));
  }

  private Future<Optional<WorkloadStatus>> currentStatus() {
    if (status != null && clock.get().minus(statusRead).compareTo(STATUS_AGE) < 0) {
      return Future.succeededFuture(Optional.of(status));
    }
    return api.status()
        .map(
            read -> {
              read.ifPresent(this::remember);
              return Optional.ofNullable(status);
            });
  }

  @Override
  public boolean expired() {
    return clock.get().minus(confirmed).compareTo(CONFIRMED) >= 0;
  }

  @Override
  public Future<Optional<Boolean>> held() {
    return seen()
        .map(
            answer ->
                switch (answer) {
                  case LeaseAnswer.Failed _ -> Optional.empty();
                  case LeaseAnswer.Unreadable _ -> Optional.of(false);
                  case LeaseAnswer.Found(LeaseDocument document) ->
                      Optional.of(document.lease().holds(terms.pod().uid()));
                });
  }

  @Override
  public BudgetView look() {
    return look;
  }

  private Future<LeaseAnswer> seen() {
    return api.readLease()
        .onSuccess(
            answer -> {
              if (answer instanceof LeaseAnswer.Found(LeaseDocument document)) {
                var lease = document.lease();
                sight = sight.saw(lease.uid(), clock.get());
                look = look.with(lease.holders().size());
              }
            });
  }

  private void remember(WorkloadStatus read) {
    status = read;
    statusRead = clock.get();
  }

  private static BudgetView looked(Question question) {
    var projected = RedistributionGuard.projected(question);
    return new BudgetView(
        BudgetRule.slots(question),
        question.lease().holders().size(),
        question.fleet().services().stream()
            .map(service -> service.readyWithout(Set.of()))
            .min(Integer::compare)
            .orElse(null),
        projected.isPresent() ? projected.getAsDouble() : null);
  }

  private static Future<Answer> refused(DenialReason refusal) {
    return Future.succeededFuture(new Answer.Refused(refusal));
  }
}
