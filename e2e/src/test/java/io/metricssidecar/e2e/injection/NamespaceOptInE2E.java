package io.metricssidecar.e2e.injection;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.Labels;
import io.metricssidecar.e2e.cluster.Namespace;
import io.metricssidecar.e2e.cluster.Release;
import io.metricssidecar.e2e.cluster.Waiting;
import io.metricssidecar.e2e.fixture.AnnotatedWorkload;
import io.metricssidecar.e2e.fixture.ClusterExtension;
import io.metricssidecar.e2e.fixture.UnscheduledPod;
import io.metricssidecar.e2e.workload.Load;
import io.metricssidecar.e2e.workload.Sidecar;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A namespace that opts in by its label; each pod can still opt out.
@ExtendWith(ClusterExtension.class)
class NamespaceOptInE2E {
  private static final Map<String, String> NOTHING = Map.of();
  private static final Map<String, String> NO = Map.of(Annotations.ENABLED, "false");

  @Test
  void labelledNamespaceAsksForItsPodsAndAPodMaySayNo(Release release, Namespace namespace) {
    namespace.label(Labels.INJECTION, Labels.ENABLED);
    Waiting.untilTrue(
        "the API server to see the label",
        Duration.ofSeconds(60),
        namespace.progress(),
        () -> injected(dryRun(namespace)));

    deploy(namespace, "silent", NOTHING);
    deploy(namespace, "refusing", NO);

    assertThat(namespace.awaitReady("silent", 1)).allMatch(NamespaceOptInE2E::injected);
    assertThat(namespace.awaitReady("refusing", 1)).noneMatch(NamespaceOptInE2E::injected);
  }

  @Test
  void otherNamespacesAreNotConcerned(Release release, Namespace namespace) {
    try (var labelled =
        Namespace.create(namespace.cluster(), "e2e-labelled", namespace.progress())) {
      labelled.label(Labels.INJECTION, Labels.ENABLED);
      namespace.label(Labels.INJECTION, "disabled");
      Waiting.untilTrue(
          "the API server to see the label",
          Duration.ofSeconds(60),
          namespace.progress(),
          () -> injected(dryRun(labelled)));

      assertThat(injected(dryRun(namespace))).isFalse();
      assertThat(injected(UnscheduledPod.dryRun(namespace, Load.QUICK_SIDECAR))).isTrue();
    }
  }

  private static Pod dryRun(Namespace namespace) {
    return UnscheduledPod.dryRun(
        namespace, NOTHING, UnscheduledPod.ownedBy("apps/v1", "StatefulSet"));
  }

  private static void deploy(Namespace namespace, String app, Map<String, String> annotations) {
    namespace.create(
        Load.deployment(app, 1, Load.template(app, AnnotatedWorkload.IMAGES, annotations)));
  }

  private static boolean injected(Pod pod) {
    return Sidecar.container(pod).isPresent();
  }
}
