package io.metricssidecar.sidecar.budget;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.sidecar.Limits;
import io.metricssidecar.contract.sidecar.Shedding.ShedGuard;
import io.metricssidecar.decision.budget.WorkloadStatus;
import io.metricssidecar.decision.budget.WorkloadView;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/// The requests of the budget to the API server. No future here fails.
public interface BudgetApi {
  /// The workload and its Services, read live.
  ///
  /// @param guard with [ShedGuard#REDISTRIBUTE] the peers' utilization is read too
  /// @param limits of the own container, which are those of the peers, as all pods of a workload
  ///   are made from one template
  /// @param search the Services that are read
  Future<Read<LiveWorkload>> workload(ShedGuard guard, Limits limits, Search search);

  /// The workload's status alone.
  Future<Optional<WorkloadStatus>> status();

  /// The age at which the status is read again, for a slot request and while a slot is held: what a
  /// pod that is out reads besides its Lease, and how soon it sees that the floor is broken.
  Duration maxStatusAge();

  /// The budget Lease.
  Future<LeaseResult> readLease();

  /// Replaces the budget Lease under the resourceVersion that the object names.
  Future<WriteResult> writeLease(JsonObject object);

  /// The Services that are read.
  enum Search {
    /// Those that sent traffic to the pod when it was last looked for them: enough for a denial.
    KNOWN,
    /// All that send traffic to the pod, looked for among all of the namespace.
    ALL
  }

  /// A workload as it was read.
  ///
  /// @param search [Search#ALL] where no Service can be missing, also if that was not asked for
  record LiveWorkload(WorkloadView view, Search search) {
    public LiveWorkload {
      requireNonNull(view, "view is null");
      requireNonNull(search, "search is null");
    }
  }

  /// The result of reading what a decision needs.
  ///
  /// @param <T> what is read
  sealed interface Read<T> {
    /// It was read.
    record Found<T>(T value) implements Read<T> {}

    /// It is larger than this process may read.
    record TooLarge<T>() implements Read<T> {}

    /// The right is missing, the API server did not answer, or the object is not as its type says.
    record Failed<T>() implements Read<T> {}

    /// Reads on with what was found.
    default <U> Future<Read<U>> then(Function<T, Future<Read<U>>> next) {
      return switch (this) {
        case Found<T>(T value) -> next.apply(value);
        case TooLarge<T> _ -> Future.succeededFuture(new TooLarge<>());
        case Failed<T> _ -> Future.succeededFuture(new Failed<>());
      };
    }

    /// The same of what follows from it.
    default <U> Read<U> map(Function<T, U> to) {
      return switch (this) {
        case Found<T>(T value) -> new Found<>(to.apply(value));
        case TooLarge<T> _ -> new TooLarge<>();
        case Failed<T> _ -> new Failed<>();
      };
    }
  }

  /// The result of reading the Lease.
  sealed interface LeaseResult {
    /// A Lease that can be read.
    record Found(LeaseDocument document) implements LeaseResult {}

    /// The Lease is missing, or in an unknown format.
    record Unreadable() implements LeaseResult {}

    /// The Lease is larger than this process may read.
    record TooLarge() implements LeaseResult {}

    /// The right is missing, or the API server did not answer.
    record Failed() implements LeaseResult {}
  }

  /// The result of writing the Lease.
  enum WriteResult {
    /// Applied and acknowledged.
    WRITTEN,
    /// Another client wrote in between: nothing was changed.
    CONFLICT,
    /// The API server rejected the write, for missing rights or by its policy: nothing was changed.
    REJECTED,
    /// It may or may not have been applied, now or later.
    UNKNOWN
  }
}
