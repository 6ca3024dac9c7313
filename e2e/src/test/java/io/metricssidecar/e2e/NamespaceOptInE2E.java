package io.metricssidecar.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.Labels;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A namespace asks for all its pods, by a label; each pod can still say no.
@ExtendWith(OnCluster.class)
class NamespaceOptInE2E {
  private static final Map<String, String> NOTHING = Map.of();
  private static final Map<String, String> NO = Map.of(Annotations.ENABLED, "false");

  @Test
  void labelledNamespaceAsksForItsPodsAndAPodMaySayNo(Release release, Namespace namespace) {
    namespace.label(Labels.INJECTION, Labels.ENABLED);
    Waiting.until(
        "the API server to see the label",
        Duration.ofSeconds(60),
        namespace.progress(),
        () -> Fleet.missingUnless(injected(Admissions.dryRun(namespace, NOTHING))));

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
      Waiting.until(
          "the API server to see the label",
          Duration.ofSeconds(60),
          namespace.progress(),
          () -> Fleet.missingUnless(injected(Admissions.dryRun(labelled, NOTHING))));

      assertThat(injected(Admissions.dryRun(namespace, NOTHING))).isFalse();
      assertThat(injected(Admissions.dryRun(namespace, Annotated.QUICK))).isTrue();
    }
  }

  private static void deploy(Namespace namespace, String app, Map<String, String> annotations) {
    namespace.create(Load.deployment(app, 1, Load.template(app, Annotated.IMAGES, annotations)));
  }

  private static boolean injected(Pod pod) {
    return Sidecar.container(pod).isPresent();
  }
}
