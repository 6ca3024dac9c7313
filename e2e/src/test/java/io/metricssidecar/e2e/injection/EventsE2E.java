package io.metricssidecar.e2e.injection;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.sidecar.SidecarSetting;
import io.metricssidecar.e2e.cluster.Namespace;
import io.metricssidecar.e2e.cluster.Program;
import io.metricssidecar.e2e.cluster.Release;
import io.metricssidecar.e2e.cluster.Waiting;
import io.metricssidecar.e2e.fixture.AnnotatedWorkload;
import io.metricssidecar.e2e.fixture.ClusterExtension;
import io.metricssidecar.e2e.workload.Load;
import io.metricssidecar.e2e.workload.Sidecar;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Events on a Deployment, as `kubectl describe` shows them to a user.
@ExtendWith(ClusterExtension.class)
class EventsE2E {
  private static final String APP = "web";

  @Test
  void describedDeploymentSaysWhyItHasNoSidecar(Release release, Namespace namespace) {
    var pod = deploy(namespace, Map.of(SidecarSetting.CONTAINER.annotation(), "nobody"));
    assertThat(Sidecar.container(pod)).isEmpty();

    var line = awaitEvent(namespace, "InjectionSkipped");

    assertThat(line).contains("metrics-sidecar/container does not name one of its containers");
  }

  @Test
  void describedDeploymentSaysWhichAnnotationWasNotUnderstood(
      Release release, Namespace namespace) {
    var pod = deploy(namespace, Map.of(SidecarSetting.CPU_THRESHOLD.annotation(), "lots"));
    assertThat(Sidecar.container(pod)).isPresent();

    var line = awaitEvent(namespace, "InvalidAnnotation");

    assertThat(line).contains(SidecarSetting.CPU_THRESHOLD.annotation()).contains("lots");
  }

  /// The Namespace is not the author's of the pod, so the pod is told where the mistake is.
  @Test
  void describedDeploymentSaysWhichAnnotationOfItsNamespaceWasNotUnderstood(
      Release release, Namespace namespace) {
    namespace.annotate(SidecarSetting.MODE.annotation(), "fast");
    var pod = deploy(namespace, Map.of());
    assertThat(Sidecar.container(pod)).isPresent();

    var line = awaitEvent(namespace, "InjectionWarning");

    assertThat(line).contains("the namespace's annotation metrics-sidecar/mode is \"fast\"");
  }

  private static Pod deploy(Namespace namespace, Map<String, String> more) {
    var annotations = new HashMap<>(more);
    annotations.put(Annotations.ENABLED, "true");
    namespace.create(
        Load.deployment(APP, 1, Load.template(APP, AnnotatedWorkload.IMAGES, annotations)));
    return namespace.awaitReady(APP, 1).getFirst();
  }

  private static String awaitEvent(Namespace namespace, String reason) {
    var kubectl = Program.find("kubectl", namespace.cluster(), System.getenv());
    var describe = List.of("describe", "deployment", APP, "--namespace", namespace.name());
    Waiting.untilTrue(
        "the Event " + reason,
        Duration.ofMinutes(1),
        namespace.progress(),
        () -> line(kubectl.run(describe), reason).isPresent());
    return line(kubectl.run(describe), reason).orElseThrow();
  }

  private static Optional<String> line(String description, String reason) {
    return description.lines().filter(line -> line.contains(reason)).findFirst();
  }
}
