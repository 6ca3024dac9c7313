package io.metricssidecar.e2e.injection;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.Labels;
import io.metricssidecar.contract.Names;
import io.metricssidecar.e2e.cluster.Namespace;
import io.metricssidecar.e2e.cluster.Pods;
import io.metricssidecar.e2e.cluster.Release;
import io.metricssidecar.e2e.cluster.Waiting;
import io.metricssidecar.e2e.fixture.AnnotatedWorkload;
import io.metricssidecar.e2e.fixture.ClusterExtension;
import io.metricssidecar.e2e.fixture.UnscheduledPod;
import io.metricssidecar.e2e.workload.Sidecar;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Kinds of pods: in a mesh, of another architecture, of any owner. No mesh is installed, so its
/// injector's part is in the pod already; nearly all are dry runs, which are admitted like any pod.
@ExtendWith(ClusterExtension.class)
class PodKindsE2E {
  private static final String APP = "web";
  private static final Map<String, String> ASKS = Map.of(Annotations.ENABLED, "true");
  private static final Map<String, String> NOTHING = Map.of();
  private static final String NO_SIDECAR = "no sidecar: ";
  private static final String INJECTED = "sidecar: ";

  @Test
  void theSidecarsPortIsExcludedFromTheProxyOfEachMesh(Release release, Namespace namespace) {
    assertThat(UnscheduledPod.dryRun(namespace, ASKS).getMetadata().getAnnotations())
        .containsAllEntriesOf(
            Map.of(
                Annotations.ISTIO_EXCLUDED_PORTS, "8333",
                Annotations.LINKERD_SKIPPED_PORTS, "4567,4568,8333",
                Annotations.KUMA_EXCLUDED_PORTS, "8333",
                Annotations.CONSUL_EXCLUDED_PORTS, "8333"));
  }

  @Test
  void podThatAMeshWasFirstToInjectIsSkippedUnlessItsProxyLetsTheProbeIn(
      Release release, Namespace namespace) {
    var proxies =
        Map.of(
            Annotations.ISTIO_EXCLUDED_PORTS, proxy("istio-proxy", "istio-init", ""),
            Annotations.KUMA_EXCLUDED_PORTS, proxy("kuma-sidecar", "kuma-init", ""),
            Annotations.CONSUL_EXCLUDED_PORTS,
                proxy(
                    "consul-dataplane",
                    "consul-connect-inject-init",
                    "CONSUL_REDIRECT_TRAFFIC_CONFIG"));
    proxies.forEach(
        (excluded, proxy) -> {
          assertThat(outcome(UnscheduledPod.dryRun(namespace, ASKS, proxy)))
              .as(excluded)
              .isEqualTo(NO_SIDECAR + "mesh_proxy_first");
          assertThat(outcome(UnscheduledPod.dryRun(namespace, with(excluded, "8333"), proxy)))
              .as(excluded)
              .startsWith(INJECTED);
        });

    var linkerd = proxy("linkerd-proxy", "linkerd-init", "");
    assertThat(outcome(UnscheduledPod.dryRun(namespace, ASKS, linkerd))).startsWith(INJECTED);
  }

  @Test
  void podForAnotherArchitectureIsSkipped(Release release, Namespace namespace) {
    var own = namespace.cluster().client().nodes().list().getItems().getFirst();
    var architecture = own.getStatus().getNodeInfo().getArchitecture();

    assertThat(outcome(UnscheduledPod.dryRun(namespace, ASKS, on("s390x"))))
        .isEqualTo(NO_SIDECAR + "other_architecture");
    assertThat(outcome(UnscheduledPod.dryRun(namespace, ASKS, on(architecture))))
        .startsWith(INJECTED);
  }

  @Test
  void namespaceAsksForPodsThatCanBeShedAndAPodMayAskForItself(
      Release release, Namespace namespace) {
    namespace.label(Labels.INJECTION, Labels.ENABLED);
    Waiting.untilTrue(
        "the API server to see the label",
        Duration.ofSeconds(60),
        namespace.progress(),
        () -> outcome(owned(namespace, NOTHING, "apps/v1", "StatefulSet")).equals(INJECTED));
    UnaryOperator<PodBuilder> job =
        pod ->
            UnscheduledPod.ownedBy("batch/v1", "Job")
                .apply(pod)
                .editSpec()
                .withRestartPolicy("Never")
                .endSpec();

    assertThat(outcome(UnscheduledPod.dryRun(namespace, NOTHING)))
        .isEqualTo(NO_SIDECAR + "no_controller");
    assertThat(outcome(UnscheduledPod.dryRun(namespace, NOTHING, job)))
        .isEqualTo(NO_SIDECAR + "no_service_traffic");
    assertThat(outcome(owned(namespace, NOTHING, "v1", "ReplicationController")))
        .isEqualTo(NO_SIDECAR + "unknown_owner");
    assertThat(outcome(owned(namespace, NOTHING, "v1", "Service")))
        .isEqualTo(NO_SIDECAR + "unknown_owner");

    assertThat(outcome(UnscheduledPod.dryRun(namespace, ASKS)))
        .isEqualTo(INJECTED + "the pod has no controller and is therefore never shed");
    assertThat(outcome(UnscheduledPod.dryRun(namespace, ASKS, job)))
        .isEqualTo(INJECTED + "the pod runs to completion and is therefore never shed");
    assertThat(outcome(owned(namespace, ASKS, "v1", "ReplicationController")))
        .isEqualTo(
            INJECTED
                + "the pod's owner is of a kind that is not in the chart's scaleTargets, and the"
                + " pod is therefore never shed");
  }

  @Test
  void theKubeletAsksWhetherTheSidecarIsAlive(Release release, Namespace namespace) {
    var pod = AnnotatedWorkload.deployment(namespace, APP, 1).getFirst();
    var answers = "metrics_sidecar_probe_requests_total{code=\"200\",endpoint=\"livez\"";

    Waiting.untilTrue(
        "a liveness probe",
        Duration.ofSeconds(90),
        namespace.progress(),
        () ->
            Sidecar.of(namespace, pod.getMetadata().getName())
                .filter(sidecar -> sidecar.metrics().contains(answers))
                .isPresent());

    assertThat(namespace.pods(APP).stream().flatMap(Pods::statuses))
        .filteredOn(status -> status.getName().equals(Names.CONTAINER))
        .singleElement()
        .satisfies(status -> assertThat(status.getRestartCount()).isZero());
  }

  /// The reason of a pod without sidecar, or the warnings of a pod with it.
  private static String outcome(Pod pod) {
    var status = AnnotatedWorkload.status(pod);
    if (Sidecar.container(pod).isEmpty()) {
      return NO_SIDECAR + status.path("reason").asText();
    }
    return INJECTED
        + String.join("; ", status.path("warnings").valueStream().map(JsonNode::asText).toList());
  }

  private static Pod owned(
      Namespace namespace, Map<String, String> annotations, String apiVersion, String kind) {
    return UnscheduledPod.dryRun(namespace, annotations, UnscheduledPod.ownedBy(apiVersion, kind));
  }

  private static Map<String, String> with(String annotation, String value) {
    var annotations = new HashMap<>(ASKS);
    annotations.put(annotation, value);
    return annotations;
  }

  private static UnaryOperator<PodBuilder> on(String architecture) {
    return pod -> pod.editSpec().addToNodeSelector("kubernetes.io/arch", architecture).endSpec();
  }

  /// What an injector adds, as far as our webhook looks at it.
  ///
  /// @param variable of the init container; empty for none
  private static UnaryOperator<PodBuilder> proxy(String name, String init, String variable) {
    var redirecting =
        new ContainerBuilder()
            .withName(init)
            .withImage("example/mesh:1")
            .withEnv(variable.isEmpty() ? List.of() : List.of(new EnvVar(variable, "{}", null)))
            .build();
    return pod ->
        pod.editSpec()
            .addToInitContainers(redirecting)
            .addNewContainer()
            .withName(name)
            .withImage("example/mesh:1")
            .endContainer()
            .endSpec();
  }
}
