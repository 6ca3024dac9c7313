package io.metricssidecar.injection.limits;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.settings.Quantity;
import java.util.List;
import java.util.Map;

/// A ResourceQuota, as far as it concerns the CPU and memory of pods, with the use that its status
/// shows.
///
/// @param name of the object
/// @param scopes all of which a pod must match to be counted
/// @param hard limits of the sums, by their keys in a ResourceQuota, such as `requests.cpu`
/// @param used of each of them; missing where the status does not say it yet
public record QuotaFacts(
    String name, List<Scope> scopes, Map<String, Quantity> hard, Map<String, Quantity> used) {
  public QuotaFacts {
    requireNonNull(name, "name is null");
    scopes = List.copyOf(scopes);
    hard = Map.copyOf(hard);
    used = Map.copyOf(used);
  }

  /// A scope, from `spec.scopes` or `spec.scopeSelector`.
  ///
  /// @param name such as `NotTerminating`
  /// @param operator such as `In`; `Exists` for one of `spec.scopes`
  /// @param values that the operator compares with
  public record Scope(String name, String operator, List<String> values) {
    public Scope {
      requireNonNull(name, "name is null");
      requireNonNull(operator, "operator is null");
      values = List.copyOf(values);
    }
  }
}
