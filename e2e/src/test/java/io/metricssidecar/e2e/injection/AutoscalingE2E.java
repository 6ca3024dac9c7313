package io.metricssidecar.e2e.injection;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerCondition;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpec;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpecBuilder;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.e2e.cluster.Namespace;
import io.metricssidecar.e2e.cluster.Release;
import io.metricssidecar.e2e.cluster.Waiting;
import io.metricssidecar.e2e.fixture.AnnotatedWorkload;
import io.metricssidecar.e2e.fixture.ClusterExtension;
import io.metricssidecar.e2e.workload.Load;
import io.metricssidecar.e2e.workload.Sidecar;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// HorizontalPodAutoscalers of injected workloads. They compute with the requests of every
/// container, ours included: one without requests would stop them for the whole workload.
@ExtendWith(ClusterExtension.class)
class AutoscalingE2E {
  private static final String APP = "web";

  /// Percent of the requested CPU, which is 20m for the application and 25m for the sidecar.
  private static final int TARGET = 200;

  @Test
  void autoscalerOfTheWholePodScales(Release release, Namespace namespace) {
    scales(
        namespace,
        new MetricSpecBuilder()
            .withType("Resource")
            .withNewResource()
            .withName("cpu")
            .withNewTarget()
            .withType("Utilization")
            .withAverageUtilization(TARGET)
            .endTarget()
            .endResource()
            .build());
  }

  @Test
  void autoscalerOfTheApplicationsContainerScales(Release release, Namespace namespace) {
    scales(
        namespace,
        new MetricSpecBuilder()
            .withType("ContainerResource")
            .withNewContainerResource()
            .withContainer(Load.CONTAINER)
            .withName("cpu")
            .withNewTarget()
            .withType("Utilization")
            .withAverageUtilization(TARGET)
            .endTarget()
            .endContainerResource()
            .build());
  }

  private static void scales(Namespace namespace, MetricSpec metric) {
    var optIn = Map.of(Annotations.ENABLED, "true");
    namespace.create(Load.deployment(APP, 1, Load.template(APP, AnnotatedWorkload.IMAGES, optIn)));
    var autoscaler = namespace.create(autoscaler(metric));
    var pod = namespace.awaitReady(APP, 1).getFirst();
    assertThat(Sidecar.container(pod)).isPresent();

    var active = await(namespace, autoscaler, "a metric", AutoscalingE2E::lacksMetric);
    Load.set(namespace, pod.getMetadata().getName(), new Load.Use(150, 8));
    var scaled = await(namespace, autoscaler, "the scale", AutoscalingE2E::lacksScale);

    namespace
        .progress()
        .report(
            "%s: a metric after %d s, load to a second pod %d s"
                .formatted(metric.getType(), active.toSeconds(), scaled.toSeconds()));
  }

  private static Duration await(
      Namespace namespace, HorizontalPodAutoscaler autoscaler, String what, Lack lack) {
    return Waiting.until(
        what,
        Duration.ofMinutes(4),
        namespace.progress(),
        () -> lack.of(namespace.cluster().client().resource(autoscaler).get()));
  }

  /// A view of what an autoscaler still lacks, for people.
  private interface Lack {
    Optional<String> of(HorizontalPodAutoscaler autoscaler);
  }

  private static Optional<String> lacksMetric(HorizontalPodAutoscaler autoscaler) {
    var status = autoscaler.getStatus();
    var conditions =
        status == null ? List.<HorizontalPodAutoscalerCondition>of() : status.getConditions();
    var active =
        conditions.stream()
            .anyMatch(
                condition ->
                    condition.getType().equals("ScalingActive")
                        && condition.getStatus().equals("True"));
    return active && !status.getCurrentMetrics().isEmpty()
        ? Optional.empty()
        : Optional.of(
            conditions.stream()
                .map(condition -> condition.getType() + " " + condition.getMessage())
                .toList()
                .toString());
  }

  private static Optional<String> lacksScale(HorizontalPodAutoscaler autoscaler) {
    var desired = autoscaler.getStatus().getDesiredReplicas();
    return desired != null && desired == 2
        ? Optional.empty()
        : Optional.of("%s of %s".formatted(desired, autoscaler.getStatus().getCurrentMetrics()));
  }

  private static HorizontalPodAutoscaler autoscaler(MetricSpec metric) {
    return new HorizontalPodAutoscalerBuilder()
        .withNewMetadata()
        .withName(APP)
        .endMetadata()
        .withNewSpec()
        .withNewScaleTargetRef("apps/v1", "Deployment", APP)
        .withMinReplicas(1)
        .withMaxReplicas(2)
        .withMetrics(metric)
        .endSpec()
        .build();
  }
}
