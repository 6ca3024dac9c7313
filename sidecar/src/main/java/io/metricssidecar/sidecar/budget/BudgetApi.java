package io.metricssidecar.sidecar.budget;

import io.metricssidecar.contract.sidecar.Limits;
import io.metricssidecar.contract.sidecar.Shedding.ShedGuard;
import io.metricssidecar.decision.budget.WorkloadStatus;
import io.metricssidecar.decision.budget.WorkloadView;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/// The requests of the budget to the API server. No future here fails.
public interface BudgetApi {
  /// The workload and its Services, read live; empty where any part cannot be read.
  ///
  /// @param guard with [ShedGuard#REDISTRIBUTE] the peers' utilization is read too
  /// @param limits of the own container, which are those of the peers, as all pods of a workload
  ///   are made from one template
  Future<Optional<WorkloadView>> workload(ShedGuard guard, Limits limits);

  /// The workload's status alone.
  Future<Optional<WorkloadStatus>> status();

  /// The budget Lease.
  Future<LeaseResult> readLease();

  /// Replaces the budget Lease under the resourceVersion that the object names.
  Future<WriteResult> writeLease(JsonObject object);

  /// The result of reading the Lease.
  sealed interface LeaseResult {
    /// A Lease that can be read.
    record Found(LeaseDocument document) implements LeaseResult {}

    /// The Lease is missing, or in an unknown format.
    record Unreadable() implements LeaseResult {}

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
