package io.metricssidecar.e2e.injection;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.e2e.cluster.Namespace;
import io.metricssidecar.e2e.cluster.Pods;
import io.metricssidecar.e2e.cluster.Release;
import io.metricssidecar.e2e.cluster.Waiting;
import io.metricssidecar.e2e.fixture.AnnotatedWorkload;
import io.metricssidecar.e2e.fixture.ClusterExtension;
import io.metricssidecar.e2e.workload.Load;
import io.metricssidecar.e2e.workload.Sidecar;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Pods that run to completion: they must complete, with or without sidecar.
@ExtendWith(ClusterExtension.class)
class JobE2E {
  private static final String APP = "work";

  @Test
  void jobWithSidecarCompletes(Release release, Namespace namespace) {
    var pod = complete(namespace, Map.of(Annotations.ENABLED, "true"));

    assertThat(Sidecar.container(pod)).isPresent();
    assertThat(pod.getStatus().getPhase()).isEqualTo("Succeeded");
    assertThat(AnnotatedWorkload.status(pod).path("warnings").valueStream().map(JsonNode::asText))
        .contains("the pod runs to completion and is therefore never shed");
  }

  @Test
  void jobThatWouldNotCompleteGetsNoSidecarAndIsToldWhy(Release release, Namespace namespace) {
    var pod =
        complete(
            namespace,
            Map.of(Annotations.ENABLED, "true", Annotations.PREFIX + "native-sidecar", "false"));

    assertThat(Sidecar.container(pod)).isEmpty();
    var status = AnnotatedWorkload.status(pod);
    assertThat(status.path("injected").asBoolean()).isFalse();
    assertThat(status.path("reason").asText()).isEqualTo("completes");
  }

  private static Pod complete(Namespace namespace, Map<String, String> annotations) {
    var job = namespace.create(job(annotations));
    Waiting.until(
        "the job to complete",
        Duration.ofMinutes(3),
        namespace.progress(),
        () -> {
          var now = namespace.cluster().client().resource(job).get();
          return now.getStatus().getCompletionTime() == null
              ? Optional.of(Pods.states(namespace.pods(APP)))
              : Optional.empty();
        });
    return namespace.pods(APP).getFirst();
  }

  private static Job job(Map<String, String> annotations) {
    return new JobBuilder()
        .withNewMetadata()
        .withName(APP)
        .endMetadata()
        .withNewSpec()
        .withTemplate(Load.template(APP, AnnotatedWorkload.IMAGES, annotations))
        .editTemplate()
        .editSpec()
        .withRestartPolicy("Never")
        .editContainer(0)
        .addNewEnv()
        .withName("EXIT_AFTER")
        .withValue("5")
        .endEnv()
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }
}
