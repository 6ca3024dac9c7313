package io.metricssidecar.e2e.injection;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.LimitRange;
import io.fabric8.kubernetes.api.model.LimitRangeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.metricssidecar.contract.Annotations;
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
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A namespace with everything that can keep a container out: a quota that counts requests and
/// limits, a range that the application is within and the sidecar's defaults are not, and Pod
/// Security `restricted`.
@ExtendWith(ClusterExtension.class)
class QuotaE2E {
  private static final String APP = "web";
  private static final Map<String, String> OPT_IN = Map.of(Annotations.ENABLED, "true");

  @Test
  void strictNamespaceTakesThePodWithSidecarAsItTakesItWithout(
      Release release, Namespace namespace) {
    namespace.label("pod-security.kubernetes.io/enforce", "restricted");
    namespace.create(range());
    quota(namespace, "1");

    namespace.create(
        Load.deployment("plain", 1, Load.template("plain", AnnotatedWorkload.IMAGES, Map.of())));
    namespace.create(Load.deployment(APP, 1, Load.template(APP, AnnotatedWorkload.IMAGES, OPT_IN)));

    assertThat(namespace.awaitReady("plain", 1))
        .allSatisfy(pod -> assertThat(Sidecar.container(pod)).isEmpty());
    assertThat(namespace.awaitReady(APP, 1))
        .allSatisfy(pod -> assertThat(Sidecar.container(pod)).isPresent());
  }

  /// The application runs, and its Deployment says what it lacks.
  @Test
  void quotaWithoutRoomForTheSidecarTakesThePodWithoutItAndSaysSo(
      Release release, Namespace namespace) {
    // The application alone may have 200m.
    quota(namespace, "200m");
    Waiting.untilEqual(
        "the webhook to see the quota",
        Duration.ofMinutes(1),
        namespace.progress(),
        () -> reasonOfADryRun(namespace),
        TextNode.valueOf("quota"));

    namespace.create(Load.deployment(APP, 1, Load.template(APP, AnnotatedWorkload.IMAGES, OPT_IN)));

    assertThat(namespace.awaitReady(APP, 1))
        .allSatisfy(pod -> assertThat(Sidecar.container(pod)).isEmpty());
    Waiting.until(
        "an Event that names the quota",
        Duration.ofMinutes(1),
        namespace.progress(),
        () -> skipped(namespace).isPresent() ? Optional.empty() : Optional.of("no Event yet"));
    assertThat(skipped(namespace))
        .hasValueSatisfying(
            message -> assertThat(message).contains("ResourceQuota quota", "limits.cpu 0.2"));
  }

  /// Until the webhook has seen the quota it adds what the quota then forbids.
  private static JsonNode reasonOfADryRun(Namespace namespace) {
    try {
      return AnnotatedWorkload.status(UnscheduledPod.dryRun(namespace, OPT_IN)).path("reason");
    } catch (KubernetesClientException forbidden) {
      return TextNode.valueOf(forbidden.getStatus().getReason());
    }
  }

  private static Optional<String> skipped(Namespace namespace) {
    return namespace.events().stream()
        .filter(event -> event.getReason().equals("InjectionSkipped"))
        .filter(event -> event.getInvolvedObject().getKind().equals("Deployment"))
        .map(Event::getMessage)
        .findFirst();
  }

  private static void quota(Namespace namespace, String cpu) {
    var _ =
        namespace
            .cluster()
            .client()
            .resource(
                new ResourceQuotaBuilder()
                    .withNewMetadata()
                    .withName("quota")
                    .endMetadata()
                    .withNewSpec()
                    .addToHard("requests.cpu", new Quantity("200m"))
                    .addToHard("requests.memory", new Quantity("512Mi"))
                    .addToHard("limits.cpu", new Quantity(cpu))
                    .addToHard("limits.memory", new Quantity("1Gi"))
                    .endSpec()
                    .build())
            .inNamespace(namespace.name())
            .createOr(NonDeletingOperation::update);
  }

  private static LimitRange range() {
    return new LimitRangeBuilder()
        .withNewMetadata()
        .withName("range")
        .endMetadata()
        .withNewSpec()
        .addNewLimit()
        .withType("Container")
        .addToMin("cpu", new Quantity("20m"))
        .addToMin("memory", new Quantity("32Mi"))
        .addToMax("cpu", new Quantity("200m"))
        .addToMax("memory", new Quantity("128Mi"))
        .addToMaxLimitRequestRatio("cpu", new Quantity("10"))
        .addToMaxLimitRequestRatio("memory", new Quantity("4"))
        .addToDefault("cpu", new Quantity("100m"))
        .addToDefault("memory", new Quantity("64Mi"))
        .addToDefaultRequest("cpu", new Quantity("50m"))
        .addToDefaultRequest("memory", new Quantity("32Mi"))
        .endLimit()
        .endSpec()
        .build();
  }
}
