package io.metricssidecar.sidecar.budget;

import io.metricssidecar.contract.sidecar.Shedding.ShedGuard;
import io.metricssidecar.decision.budget.WorkloadStatus;
import io.metricssidecar.decision.budget.WorkloadView;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/// What the budget needs of the API server. No future here fails.
public interface BudgetApi {
  /// The workload and its Services, read live; empty where any part cannot be read.
  ///
  /// @param guard with [ShedGuard#REDISTRIBUTE] the peers' use is read too
  Future<Optional<WorkloadView>> fleet(ShedGuard guard);

  /// The workload's status alone.
  Future<Optional<WorkloadStatus>> status();

  /// The budget Lease.
  Future<LeaseAnswer> readLease();

  /// Replaces the budget Lease under the resourceVersion that the object names.
  Future<WriteAnswer> writeLease(JsonObject object);

  /// What reading the Lease came to.
  sealed interface LeaseAnswer {
    /// A Lease that can be read.
    record Found(LeaseDocument document) implements LeaseAnswer {}

    /// There is none, or its format is not known.
    record Unreadable() implements LeaseAnswer {}

    /// No right, or no answer.
    record Failed() implements LeaseAnswer {}
  }

  /// What writing the Lease came to.
  enum WriteAnswer {
    /// Applied and acknowledged.
    WRITTEN,
    /// Somebody wrote in between: nothing was changed.
    CONFLICT,
    /// The API server refused, by rights or by policy: nothing was changed.
    REFUSED,
    /// It may or may not have been applied, now or later.
    UNKNOWN
  }
}
