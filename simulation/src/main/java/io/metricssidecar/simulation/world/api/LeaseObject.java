package io.metricssidecar.simulation.world.api;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/// A Lease as the API server has it.
///
/// @param name of the Lease
/// @param uid of this Lease: one that was deleted and made again has another
/// @param resourceVersion of this state; a write names the one that it read
/// @param annotations as [io.metricssidecar.contract.budget.BudgetRecord] reads them
public record LeaseObject(
    String name, String uid, long resourceVersion, Map<String, String> annotations) {
  public LeaseObject {
    requireNonNull(name, "name is null");
    requireNonNull(uid, "uid is null");
    annotations = Map.copyOf(annotations);
  }
}
