package io.metricssidecar.controller.autoscaling;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.metricssidecar.controller.autoscaling.Autoscaler.Scaled;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AutoscalerTest {
  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();
  private static final String CPU =
      "{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}}";
  private static final BigDecimal TENTH = new BigDecimal("0.1");

  @Test
  void hasTheTargetsOfWholePods() {
    var object =
        autoscaler(
            "scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}",
            """
            metrics:
            - {type: External, external: {metric: {name: q}, target: {type: Value, value: "1"}}}
            - %s
            - type: Resource
              resource: {name: memory, target: {type: AverageValue, averageValue: 1Gi}}
            - type: Resource
              resource: {name: memory, target: {type: Utilization, averageUtilization: 90}}
            - type: ContainerResource
              containerResource:
                container: app
                name: cpu
                target: {type: Utilization, averageUtilization: 50}
            """
                .formatted(CPU));

    assertThat(Autoscaler.of(object))
        .contains(
            new Autoscaler(
                "web-hpa",
                "uid-of-hpa",
                new Scaled("shop", "apps", "Deployment", "web"),
                List.of(
                    new UtilizationTarget(ScaledResource.CPU, 70, TENTH),
                    new UtilizationTarget(ScaledResource.MEMORY, 90, TENTH))));
    assertThat(Autoscaler.of(Autoscaler.slim(object))).isEqualTo(Autoscaler.of(object));
  }

  @Test
  void hasItsOwnTolerance() {
    var object =
        autoscaler(
            "scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}",
            "metrics: [%s]\nbehavior: {scaleUp: {tolerance: 50m}, scaleDown: {tolerance: 10m}}\n"
                .formatted(CPU));

    assertThat(Autoscaler.of(object).orElseThrow().targets())
        .containsExactly(new UtilizationTarget(ScaledResource.CPU, 70, new BigDecimal("0.050")));
    assertThat(Autoscaler.of(Autoscaler.slim(object))).isEqualTo(Autoscaler.of(object));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "spec: {}",
        "spec: {metrics: null}",
        "spec: {metrics: [{type: Resource}]}",
        "spec: {metrics: [{type: Resource, resource: {name: cpu}}]}",
        "spec: {metrics: [{resource: {target: {averageUtilization: 70}}}]}",
        "spec: {metrics: [{resource: {name: cpu, target: {averageUtilization: 70}}}]}",
        "spec: {metrics: [{resource: {name: cpu, target: {averageUtilization: 0}}}],"
            + " scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}",
        "spec: {metrics: [{resource: {name: cpu, target: {averageUtilization: 70}}}],"
            + " scaleTargetRef: {kind: Deployment, name: web}}",
        "spec: {metrics: [{resource: {name: nvidia.com/gpu, target: {averageUtilization: 70}}}],"
            + " scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}"
      })
  void isNoneOfOursWithoutATargetAndAWorkload(String text) {
    var object = SERIALIZATION.unmarshal(text, HorizontalPodAutoscaler.class);
    object.setMetadata(new ObjectMetaBuilder().withNamespace("shop").withName("web-hpa").build());

    assertThat(Autoscaler.of(object)).isEmpty();
    assertThat(Autoscaler.slim(object).getSpec()).isNull();
  }

  @Test
  void keepsLittleOfALargeObject() {
    var others = "- {type: Pods, pods: {metric: {name: %s}}}\n".formatted("x".repeat(500));
    var object =
        autoscaler(
            "scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}",
            "metrics:\n" + others.repeat(200) + "- %s\n".formatted(CPU).repeat(200));
    object.getMetadata().setAnnotations(Map.of("large", "x".repeat(100_000)));

    var slim = Autoscaler.slim(object);

    assertThat(SERIALIZATION.asJson(slim)).hasSizeLessThan(3_000);
    assertThat(Autoscaler.of(slim).orElseThrow().targets()).hasSize(10);
  }

  @Test
  void namesNoWorkloadWithANameThatNoObjectHas() {
    var object =
        autoscaler(
            "scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: %s}"
                .formatted("x".repeat(1_000)),
            "metrics: [%s]\n".formatted(CPU));

    assertThat(Autoscaler.of(object)).isEmpty();
    assertThat(Autoscaler.slim(object).getSpec()).isNull();
  }

  private static HorizontalPodAutoscaler autoscaler(String target, String rest) {
    return SERIALIZATION.unmarshal(
        """
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {namespace: shop, name: web-hpa, uid: uid-of-hpa}
        spec:
          maxReplicas: 5
        %s
        """
            .formatted((target + "\n" + rest).indent(2).stripTrailing()),
        HorizontalPodAutoscaler.class);
  }
}
