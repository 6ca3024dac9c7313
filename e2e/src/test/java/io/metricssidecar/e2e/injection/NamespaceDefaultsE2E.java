package io.metricssidecar.e2e.injection;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.sidecar.SidecarSetting;
import io.metricssidecar.e2e.cluster.Namespace;
import io.metricssidecar.e2e.cluster.Release;
import io.metricssidecar.e2e.cluster.Waiting;
import io.metricssidecar.e2e.fixture.AnnotatedWorkload;
import io.metricssidecar.e2e.fixture.ClusterExtension;
import io.metricssidecar.e2e.fixture.UnscheduledPod;
import io.metricssidecar.e2e.workload.Sidecar;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Annotations of a Namespace as defaults for its pods.
@ExtendWith(ClusterExtension.class)
class NamespaceDefaultsE2E {
  private static final String MODE = SidecarSetting.MODE.annotation();
  private static final String CPU_THRESHOLD = SidecarSetting.CPU_THRESHOLD.annotation();
  private static final Map<String, String> ENABLED = Map.of(Annotations.ENABLED, "true");

  /// Reviews in a row, so that every replica of the webhook answers some.
  private static final int REVIEWS = 8;

  @Test
  void newPodsHaveTheValuesOfTheirNamespaceWithinSecondsUnlessTheyHaveTheirOwn(
      Release release, Namespace namespace) {
    assertThat(settings(UnscheduledPod.dryRun(namespace, ENABLED)))
        .isEqualTo(Map.of("SHED_MODE", "auto", "RESOURCE_THRESHOLD_CPU_PERCENT", "80"));

    namespace.annotate(CPU_THRESHOLD, "65");
    namespace.annotate(MODE, "observe");
    await(namespace, Map.of("SHED_MODE", "observe", "RESOURCE_THRESHOLD_CPU_PERCENT", "65"));

    var own = Map.of(Annotations.ENABLED, "true", MODE, "enforce");
    assertThat(settings(UnscheduledPod.dryRun(namespace, own)))
        .isEqualTo(Map.of("SHED_MODE", "enforce", "RESOURCE_THRESHOLD_CPU_PERCENT", "65"));

    namespace.annotate(MODE, "fast");
    await(namespace, Map.of("SHED_MODE", "auto", "RESOURCE_THRESHOLD_CPU_PERCENT", "65"));
    var status = AnnotatedWorkload.status(UnscheduledPod.dryRun(namespace, ENABLED));
    assertThat(status.path("warnings").toString())
        .contains("the namespace's annotation metrics-sidecar/mode is");
  }

  /// Waits until all replicas of the webhook give these settings to a new pod.
  private static void await(Namespace namespace, Map<String, String> settings) {
    Waiting.untilTrue(
        "new pods with " + settings,
        Duration.ofSeconds(10),
        namespace.progress(),
        () ->
            IntStream.range(0, REVIEWS)
                .mapToObj(_ -> settings(UnscheduledPod.dryRun(namespace, ENABLED)))
                .allMatch(settings::equals));
  }

  private static Map<String, String> settings(Pod pod) {
    return Sidecar.container(pod).orElseThrow().getEnv().stream()
        .filter(
            variable ->
                variable.getName().equals(SidecarSetting.MODE.env())
                    || variable.getName().equals(SidecarSetting.CPU_THRESHOLD.env()))
        .collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue));
  }
}
