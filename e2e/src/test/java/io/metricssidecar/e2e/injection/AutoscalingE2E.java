package io.metricssidecar.e2e.injection;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerStatus;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpec;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpecBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricStatus;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.Names;
import io.metricssidecar.e2e.cluster.Edit;
import io.metricssidecar.e2e.cluster.Namespace;
import io.metricssidecar.e2e.cluster.Program;
import io.metricssidecar.e2e.cluster.Release;
import io.metricssidecar.e2e.cluster.Waiting;
import io.metricssidecar.e2e.fixture.AnnotatedWorkload;
import io.metricssidecar.e2e.fixture.ClusterExtension;
import io.metricssidecar.e2e.workload.Load;
import io.metricssidecar.e2e.workload.Sidecar;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// HorizontalPodAutoscalers of injected workloads. They divide by the requests of every container,
/// ours included. In a Guaranteed pod the application has no more than its own requests, so a large
/// sidecar would keep the utilisation below the target for ever.
@ExtendWith(ClusterExtension.class)
class AutoscalingE2E {
  private static final String APP = "web";

  /// Percent, a common target. Pods are added above 77 %, with kube-controller-manager's tolerance.
  private static final int TARGET = 70;

  /// Percent that an application of 100m reaches beside a sidecar, or nearly.
  private static final int NEARLY_ALL = 60;

  private static final MetricSpec WHOLE_POD =
      new MetricSpecBuilder()
          .withType("Resource")
          .withNewResource()
          .withName("cpu")
          .withNewTarget()
          .withType("Utilization")
          .withAverageUtilization(TARGET)
          .endTarget()
          .endResource()
          .build();

  private static final MetricSpec APPLICATION =
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
          .build();

  /// Cores that a sidecar uses at most once it has started.
  private static final BigDecimal CALM = new BigDecimal("0.010");

  @Test
  void guaranteedApplicationOf500mIsScaledAt70Percent(Release release, Namespace namespace) {
    loaded(namespace, 500);
    var autoscaler = namespace.create(autoscaler(WHOLE_POD));

    var scaled = await(namespace, autoscaler, "the scale", AutoscalingE2E::lacksScale);

    namespace.progress().report("load to a second pod %d s".formatted(scaled.toSeconds()));
  }

  /// Its limit of 100m is 70 % of 150m at most.
  @Test
  void eventSaysWhyOneOf100mIsNotAndWhatHelps(Release release, Namespace namespace) {
    loaded(namespace, 100);
    var autoscaler = namespace.create(autoscaler(WHOLE_POD));

    assertThat(eventLine(namespace, "AutoscalingImpaired"))
        .contains("Warning", "deployment/" + APP)
        .contains(
            "HorizontalPodAutoscaler web cannot add pods by cpu any more",
            "with the sidecar 150m instead of 100m",
            "with the application at its limit of 100m the utilisation is 70 %",
            "it must exceed 77 % (target 70 %, tolerance 10 %)",
            "a metric of type ContainerResource with container app counts the application alone");
    await(namespace, autoscaler, "the application's full load", AutoscalingE2E::lacksFullLoad);
    assertThat(namespace.cluster().client().resource(autoscaler).get().getStatus())
        .returns(1, HorizontalPodAutoscalerStatus::getDesiredReplicas);

    var _ =
        Edit.apply(
            namespace
                .cluster()
                .client()
                .autoscaling()
                .v2()
                .horizontalPodAutoscalers()
                .inNamespace(namespace.name())
                .withName(APP),
            found ->
                new HorizontalPodAutoscalerBuilder(found)
                    .editSpec()
                    .withMetrics(APPLICATION)
                    .endSpec()
                    .build());
    await(namespace, autoscaler, "the scale", AutoscalingE2E::lacksScale);
  }

  /// A Guaranteed pod that uses all of its CPU.
  private static void loaded(Namespace namespace, int millicores) {
    var resources = Map.of("cpu", new Quantity(millicores + "m"), "memory", new Quantity("128Mi"));
    var template =
        new PodTemplateSpecBuilder(
                Load.template(APP, AnnotatedWorkload.IMAGES, Map.of(Annotations.ENABLED, "true")))
            .editSpec()
            .editFirstContainer()
            .withNewResources()
            .withRequests(resources)
            .withLimits(resources)
            .endResources()
            .endContainer()
            .endSpec()
            .build();
    namespace.create(Load.deployment(APP, 1, template));
    var pod = namespace.awaitReady(APP, 1).getFirst();
    assertThat(pod.getStatus().getQosClass()).isEqualTo("Guaranteed");
    assertThat(Sidecar.container(pod)).isPresent();
    awaitCalmSidecar(namespace, pod.getMetadata().getName());
    Load.set(namespace, pod.getMetadata().getName(), new Load.Use(millicores, 8));
  }

  /// A sidecar that starts uses all of its CPU, which the autoscaler counts too.
  private static void awaitCalmSidecar(Namespace namespace, String pod) {
    Waiting.until(
        "a calm sidecar",
        Duration.ofMinutes(2),
        namespace.progress(),
        () -> {
          var used =
              namespace
                  .cluster()
                  .client()
                  .top()
                  .pods()
                  .metrics(namespace.name())
                  .getItems()
                  .stream()
                  .filter(metrics -> metrics.getMetadata().getName().equals(pod))
                  .flatMap(metrics -> metrics.getContainers().stream())
                  .filter(container -> container.getName().equals(Names.CONTAINER))
                  .flatMap(container -> Stream.ofNullable(container.getUsage().get("cpu")))
                  .map(Quantity::getNumericalAmount)
                  .findFirst();
          return used.filter(cores -> cores.compareTo(CALM) <= 0).isPresent()
              ? Optional.empty()
              : Optional.of("%s cores".formatted(used));
        });
  }

  private static String eventLine(Namespace namespace, String reason) {
    var kubectl = Program.find("kubectl", namespace.cluster(), System.getenv());
    var events = List.of("get", "events", "--namespace", namespace.name());
    Waiting.untilTrue(
        "the Event " + reason,
        Duration.ofMinutes(2),
        namespace.progress(),
        () -> kubectl.run(events).contains(reason));
    return kubectl
        .run(events)
        .lines()
        .filter(line -> line.contains(reason))
        .findFirst()
        .orElseThrow();
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

  /// Until the metrics show that the application is at its limit, or nearly.
  private static Optional<String> lacksFullLoad(HorizontalPodAutoscaler autoscaler) {
    var status = autoscaler.getStatus();
    var shown =
        status == null || status.getCurrentMetrics() == null
            ? List.<Integer>of()
            : status.getCurrentMetrics().stream()
                .map(MetricStatus::getResource)
                .filter(Objects::nonNull)
                .map(resource -> resource.getCurrent().getAverageUtilization())
                .filter(Objects::nonNull)
                .toList();
    return shown.stream().anyMatch(utilization -> utilization >= NEARLY_ALL)
        ? Optional.empty()
        : Optional.of("a utilisation of %s".formatted(shown));
  }

  private static Optional<String> lacksScale(HorizontalPodAutoscaler autoscaler) {
    var status = autoscaler.getStatus();
    return status != null && Integer.valueOf(2).equals(status.getDesiredReplicas())
        ? Optional.empty()
        : Optional.of(String.valueOf(status));
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
