package io.metricssidecar.charts.policies;

import io.metricssidecar.charts.Chart;
import java.util.List;
import java.util.Map;

/// The chart's policy for budget Leases.
final class BudgetPolicy {
  private final AdmissionPolicy policy =
      AdmissionPolicy.of(Chart.rendered(), "metrics-sidecar-budget");

  /// The update of a Lease's annotations.
  ///
  /// @param before annotations as they are
  /// @param after annotations to write
  /// @param caller whose request it is
  record Update(Map<String, String> before, Map<String, String> after, Caller caller) {}

  /// The caller of the API server.
  ///
  /// @param username such as `system:serviceaccount:shop:web`
  /// @param extra what the API server found in the token
  record Caller(String username, Map<String, Object> extra) {
    /// The sidecar of a pod.
    static Caller pod(String uid, String name) {
      return new Caller(
          "system:serviceaccount:shop:web",
          Map.of(
              "authentication.kubernetes.io/pod-uid", List.of(uid),
              "authentication.kubernetes.io/pod-name", List.of(name)));
    }

    /// A token that is bound to no pod, such as that of a person.
    static Caller named(String username) {
      return new Caller(username, Map.of());
    }
  }

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
    var caller = update.caller();
    return Map.of("userInfo", Map.of("username", caller.username(), "extra", caller.extra()));
  }
}
