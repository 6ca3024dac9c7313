package io.metricssidecar.charts.warnings;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.charts.Chart;
import io.metricssidecar.charts.Yaml;
import io.metricssidecar.charts.policies.AdmissionPolicy;
import io.metricssidecar.charts.policies.AdmissionPolicy.Input;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the three policies that warn have in common: they refuse nothing, and judge only workloads
/// that a person applies with annotations of ours.
class WarningPoliciesTest {
  private static final String POLICY = "ValidatingAdmissionPolicy/";
  private static final Set<String> NAMES =
      Set.of(
          "metrics-sidecar-annotations",
          "metrics-sidecar-workloads",
          "metrics-sidecar-autoscaling");

  private static final Map<String, Object> RENDERED = Chart.rendered();
  private static final AppliedWorkload ANNOTATED = AppliedWorkload.of("Deployment");

  @Test
  void areRenderedUnlessSwitchedOff() {
    var without = Chart.rendered("warnings.enabled=false");

    assertThat(warning(RENDERED)).isEqualTo(NAMES);
    assertThat(warning(without)).isEmpty();
    assertThat(without.keySet()).noneMatch(object -> NAMES.stream().anyMatch(object::endsWith));
  }

  /// The names of the policies that do not deny.
  private static Set<String> warning(Map<String, Object> rendered) {
    return rendered.entrySet().stream()
        .filter(object -> object.getKey().startsWith("ValidatingAdmissionPolicyBinding/"))
        .map(object -> Yaml.at(object.getValue(), "spec"))
        .filter(spec -> Yaml.at(spec, "validationActions").equals(List.of("Warn")))
        .map(spec -> Yaml.at(spec, "policyName").toString())
        .collect(Collectors.toSet());
  }

  @Test
  void letPassWhatTheyCannotJudge() {
    assertThat(NAMES)
        .allSatisfy(
            name ->
                assertThat(Yaml.at(RENDERED, POLICY + name, "spec", "failurePolicy"))
                    .isEqualTo("Ignore"));
  }

  @Test
  void areForTheNamespacesThatTheWebhookIsFor() {
    var rendered = Chart.rendered("deniedNamespaces[0]=payments");
    var selector =
        Yaml.at(
            rendered,
            "MutatingWebhookConfiguration/00-metrics-sidecar",
            "webhooks",
            0,
            "namespaceSelector");

    assertThat(selector.toString()).contains("payments");
    assertThat(NAMES)
        .allSatisfy(
            name ->
                assertThat(
                        Yaml.at(
                            rendered,
                            POLICY + name,
                            "spec",
                            "matchConstraints",
                            "namespaceSelector"))
                    .isEqualTo(selector));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job", "CronJob"})
  void judgeWorkloadsWithAnAnnotationOfOursAlone(String kind) {
    var workload = AppliedWorkload.of(kind);
    var plain = workload.annotated(Map.of("example.com/a", "b"));

    assertThat(concerned(workload.created())).isNotEmpty();
    assertThat(concerned(plain.own(workload.annotations()).created())).isNotEmpty();
    assertThat(concerned(plain.created())).isEmpty();
    assertThat(concerned(plain.annotated(Map.of()).created())).isEmpty();
  }

  @Test
  void judgeWhatPersonsApplyAlone() {
    assertThat(concerned(ANNOTATED.created())).isEqualTo(NAMES);
    assertThat(
            concerned(
                ANNOTATED.createdBy(
                    Map.of("username", "system:kube-controller-manager", "groups", List.of()))))
        .isEmpty();
    assertThat(
            concerned(
                ANNOTATED.createdBy(
                    Map.of(
                        "username",
                        "system:serviceaccount:kube-system:deployment-controller",
                        "groups",
                        List.of("system:serviceaccounts:kube-system")))))
        .isEmpty();
  }

  /// Such as the ReplicaSets of a Deployment.
  @Test
  void judgeNothingThatAnotherObjectControls() {
    assertThat(concerned(owned(Map.of("kind", "Deployment", "controller", true)))).isEmpty();
    assertThat(concerned(owned(Map.of("kind", "Application")))).isEqualTo(NAMES);
  }

  private static Input owned(Map<String, Object> owner) {
    var input = ANNOTATED.created();
    var object = new HashMap<>(Yaml.map(input.object()));
    var metadata = new HashMap<>(Yaml.map(Yaml.at(object, "metadata")));
    metadata.put("ownerReferences", List.of(owner));
    object.put("metadata", metadata);
    return new Input(
        object, input.oldObject(), input.request(), input.namespaceObject(), input.params());
  }

  /// The names of the policies that judge a request. The one for autoscaling is not asked about
  /// kinds that nothing scales.
  private static Set<String> concerned(Input input) {
    var kind = Yaml.at(input.request(), "kind", "kind").toString().toLowerCase(Locale.ROOT);
    return NAMES.stream()
        .filter(
            name ->
                Yaml.list(
                        Yaml.at(
                            RENDERED, POLICY + name, "spec", "matchConstraints", "resourceRules"))
                    .stream()
                    .anyMatch(rule -> Yaml.list(Yaml.at(rule, "resources")).contains(kind + "s")))
        .filter(name -> AdmissionPolicy.of(RENDERED, name).concerns(input))
        .collect(Collectors.toSet());
  }
}
