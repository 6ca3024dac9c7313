package io.metricssidecar.charts;

import java.util.List;
import java.util.Map;

/// The chart's policy for budget Leases.
final class BudgetPolicy {
  private final AdmissionPolicy policy =
      AdmissionPolicy.of(Chart.rendered(), "metrics-sidecar-budget");

  /// The update of a Lease's annotations by a sidecar.
  ///
  /// @param before annotations as they are
  /// @param after annotations to write
  /// @param podUid that the sidecar's token is bound to
  /// @param podName of the same pod
  record Update(
      Map<String, String> before, Map<String, String> after, String podUid, String podName) {}

  /// The value of a variable of the policy.
  Object variable(String name, Update update) {
    return policy.variable(name, input(update));
  }

  /// The messages of the rules that the update breaks; empty where it is accepted.
  List<Object> denials(Update update) {
    return policy.denials(input(update));
  }

  private static AdmissionPolicy.Input input(Update update) {
    return new AdmissionPolicy.Input(
        lease(update.after()), lease(update.before()), request(update));
  }

  private static Map<String, Object> lease(Map<String, String> annotations) {
    return Map.of("metadata", Map.of("annotations", annotations));
  }

  private static Map<String, Object> request(Update update) {
    return Map.of(
        "userInfo",
        Map.of(
            "extra",
            Map.of(
                "authentication.kubernetes.io/pod-uid", List.of(update.podUid()),
                "authentication.kubernetes.io/pod-name", List.of(update.podName()))));
  }
}
