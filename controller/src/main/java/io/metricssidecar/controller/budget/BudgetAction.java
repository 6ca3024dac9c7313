package io.metricssidecar.controller.budget;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.metricssidecar.contract.budget.Holder;
import java.util.List;

/// What has to be done next about a Lease.
sealed interface BudgetAction {
  /// Find out whether a pod that was not seen is gone.
  record Ask(PodLookup question) implements BudgetAction {
    public Ask {
      requireNonNull(question, "question is null");
    }
  }

  /// Replace the Lease under the resourceVersion that it names.
  ///
  /// @param lease to write
  /// @param freed slots that it has no more
  record Write(Lease lease, List<Holder> freed) implements BudgetAction {
    public Write {
      requireNonNull(lease, "lease is null");
      freed = List.copyOf(freed);
    }
  }
}
