package io.metricssidecar.charts.warnings;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.charts.Chart;
import io.metricssidecar.charts.Yaml;
import io.metricssidecar.charts.policies.AdmissionPolicy;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.sidecar.SidecarSetting;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The policy that warns of a workload whose HorizontalPodAutoscaler the sidecar misleads.
class AutoscalingWarningsTest {
  private static final AdmissionPolicy POLICY =
      AdmissionPolicy.of(Chart.rendered(), "metrics-sidecar-autoscaling");

  private static final AppliedWorkload DEPLOYMENT = AppliedWorkload.of("Deployment");
  private static final String RESOURCE =
      "{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization:"
          + " 70}}}";
  private static final String DILUTED =
      "HorizontalPodAutoscaler scaler scales by the utilization of cpu with type Resource, which"
          + " the sidecar's requests dilute: expected type ContainerResource with container app";
  private static final String MULTIPLIED =
      "HorizontalPodAutoscaler scaler has a target of type Value, which it multiplies by the number"
          + " of ready pods, so it can scale down while pods are shed: expected type AverageValue";

  @ParameterizedTest
  @ValueSource(strings = {"Deployment", "StatefulSet", "ReplicaSet"})
  void saysThatTheSidecarDilutesUtilization(String kind) {
    assertThat(
            POLICY.warnings(
                AppliedWorkload.of(kind).created(scaler("apps/v1", kind, "web", RESOURCE))))
        .containsExactly(DILUTED);
  }

  @ParameterizedTest
  @CsvSource({
    "apps/v1, Deployment, other",
    "apps/v1, StatefulSet, web",
    "example.com/v1, Deployment, web"
  })
  void saysNothingOfAScalerOfAnotherWorkload(String api, String kind, String name) {
    assertThat(POLICY.warnings(DEPLOYMENT.created(scaler(api, kind, name, RESOURCE)))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{type: ContainerResource, containerResource: {name: cpu, container: app,"
            + " target: {type: Utilization, averageUtilization: 70}}}",
        "{type: Resource, resource: {name: cpu, target: {type: AverageValue, averageValue: 1}}}",
        "{type: Pods, pods: {metric: {name: a}, target: {type: AverageValue, averageValue: 1}}}",
        "{type: External, external: {metric: {name: a},"
            + " target: {type: AverageValue, averageValue: 1}}}",
        "{type: Object, object: {metric: {name: a}, target: {type: AverageValue, averageValue: 1}}}"
      })
  void saysNothingOfMetricsThatTheSidecarDoesNotMislead(String metric) {
    assertThat(POLICY.warnings(DEPLOYMENT.created(scaler("apps/v1", "Deployment", "web", metric))))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{type: External, external: {metric: {name: a}, target: {type: Value, value: 1}}}",
        "{type: Object, object: {metric: {name: a}, target: {type: Value, value: 1}}}"
      })
  void saysThatTargetsOfTypeValueFallWithReadyPods(String metric) {
    var scaler = scaler("apps/v1", "Deployment", "web", metric);

    assertThat(POLICY.warnings(DEPLOYMENT.created(scaler))).containsExactly(MULTIPLIED);
    assertThat(
            POLICY.warnings(
                DEPLOYMENT.with(SidecarSetting.MODE.annotation(), "observe").created(scaler)))
        .isEmpty();
  }

  @Test
  void saysNothingOfPodsThatDoNotAsk() {
    var optedOut = DEPLOYMENT.with(Annotations.ENABLED, "false");

    assertThat(POLICY.warnings(optedOut.created(scaler("apps/v1", "Deployment", "web", RESOURCE))))
        .isEmpty();
  }

  /// A namespace without any is no mistake.
  @Test
  void isBoundToAllScalersOfTheNamespace() {
    var rendered = Chart.rendered();

    assertThat(
            Yaml.at(
                rendered,
                "ValidatingAdmissionPolicy/metrics-sidecar-autoscaling",
                "spec",
                "paramKind"))
        .isEqualTo(Map.of("apiVersion", "autoscaling/v2", "kind", "HorizontalPodAutoscaler"));
    assertThat(
            Yaml.at(
                rendered, "ValidatingAdmissionPolicyBinding/metrics-sidecar-autoscaling", "spec"))
        .isEqualTo(
            Map.of(
                "policyName", "metrics-sidecar-autoscaling",
                "validationActions", List.of("Warn"),
                "paramRef", Map.of("selector", Map.of(), "parameterNotFoundAction", "Allow")));
  }

  private static Map<String, Object> scaler(String api, String kind, String name, String metric) {
    return Yaml.map(
        AdmissionPolicy.object(
            """
            metadata: {name: scaler}
            spec:
              scaleTargetRef: {apiVersion: %s, kind: %s, name: %s}
              metrics: [%s]
            """
                .formatted(api, kind, name, metric)));
  }
}
