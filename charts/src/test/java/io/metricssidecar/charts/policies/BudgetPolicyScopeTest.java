package io.metricssidecar.charts.policies;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.charts.Chart;
import io.metricssidecar.charts.Component;
import io.metricssidecar.charts.Yaml;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.Names;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The objects and callers that the policy for budget Leases applies to.
class BudgetPolicyScopeTest {
  private static final String POLICY = "ValidatingAdmissionPolicy/metrics-sidecar-budget";

  /// A slot must never be given because the API server could not judge.
  @Test
  void refusesWhatItCannotJudge() {
    var rendered = Chart.rendered();

    assertThat(Yaml.at(rendered, POLICY, "spec", "failurePolicy")).isEqualTo("Fail");
    assertThat(Yaml.at(rendered, "ValidatingAdmissionPolicyBinding/metrics-sidecar-budget", "spec"))
        .isEqualTo(
            Map.of("policyName", "metrics-sidecar-budget", "validationActions", List.of("Deny")));
  }

  @Test
  void namesWhatTheContractDoes() {
    var spec = Yaml.at(Chart.rendered(), POLICY, "spec");

    assertThat(Yaml.at(spec, "variables").toString())
        .contains(
            "'" + Annotations.HOLDER_PREFIX + "'",
            "'" + Annotations.SLOTS + "'",
            "'" + Annotations.PAUSED + "'",
            "'%s'].orValue('') == '%s'"
                .formatted(Annotations.LEASE_FORMAT, Annotations.LEASE_FORMAT_1));
    assertThat(Yaml.at(spec, "validations").toString())
        .contains("'" + Annotations.HOLDER_PREFIX + "'");
  }

  /// The webhook's account was exempt while it was the controller's; it parses untrusted bytes.
  @Test
  void exemptsTheControllersAccountAlone() {
    var rendered = Chart.rendered();
    var account = Yaml.at(Component.CONTROLLER.pod(rendered), "serviceAccountName");

    assertThat(Yaml.at(rendered, POLICY, "spec", "matchConditions"))
        .isEqualTo(
            List.of(
                condition(
                    "not-the-controller",
                    "request.userInfo.username != 'system:serviceaccount:%s:%s'"
                        .formatted(Names.NAMESPACE, account)),
                condition(
                    "not-the-control-plane",
                    "request.userInfo.username != 'system:kube-controller-manager' "
                        + "&& !('system:serviceaccounts:kube-system' in request.userInfo.groups)"),
                condition(
                    "not-an-administrator",
                    "!authorizer.group('*').resource('*').check('*').allowed()")));
    assertThat(account).isEqualTo("metrics-sidecar-controller");
  }

  private static Map<String, String> condition(String name, String expression) {
    return Map.of("name", name, "expression", expression);
  }
}
