package io.metricssidecar.e2e.injection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.Labels;
import io.metricssidecar.contract.Names;
import io.metricssidecar.contract.sidecar.Workload;
import io.metricssidecar.e2e.cluster.Namespace;
import io.metricssidecar.e2e.cluster.Release;
import io.metricssidecar.e2e.cluster.Waiting;
import io.metricssidecar.e2e.fixture.AnnotatedWorkload;
import io.metricssidecar.e2e.fixture.ClusterExtension;
import io.metricssidecar.e2e.workload.Load;
import io.metricssidecar.e2e.workload.Sidecar;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(ClusterExtension.class)
class InjectionE2E {
  private static final String APP = "web";

  @Test
  void everyPodOfAnAnnotatedDeploymentGetsTheSidecar(Release release, Namespace namespace) {
    var pods = AnnotatedWorkload.deployment(namespace, APP, 3);

    assertThat(pods).hasSize(3).allSatisfy(pod -> assertInjected(namespace, pod));
  }

  @Test
  void sidecarsMayReadWhatTheyNeedAndNoMore(Release release, Namespace namespace) {
    AnnotatedWorkload.deployment(namespace, APP, 1);
    var name = new Workload("Deployment", APP).resourceName();
    var roles = namespace.cluster().client().rbac().roles().inNamespace(namespace.name());

    Waiting.untilTrue(
        "the Role",
        Duration.ofSeconds(60),
        namespace.progress(),
        () -> roles.withName(name).get() != null);

    assertThat(roles.withName(name).get().getRules())
        .flatExtracting(PolicyRule::getVerbs)
        .isSubsetOf("get", "list", "update");
    assertThat(roles.list().getItems()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "false"})
  void podThatDidNotAskIsUntouched(String enabled, Release release, Namespace namespace) {
    var annotations =
        enabled.isEmpty() ? Map.<String, String>of() : Map.of(Annotations.ENABLED, enabled);
    var pod = pod(annotations);

    var created = namespace.create(pod);

    // In this namespace no webhook is called: the result is the API server's own work.
    var reference =
        namespace.cluster().client().resource(pod).inNamespace("kube-node-lease").dryRun().create();
    assertThat(created.getSpec()).isEqualTo(reference.getSpec());
    assertThat(created.getMetadata().getAnnotations())
        .isEqualTo(reference.getMetadata().getAnnotations());
    assertThat(created.getMetadata().getLabels()).isEqualTo(reference.getMetadata().getLabels());
  }

  @Test
  void restrictedNamespaceTakesTheInjectedPod(Release release, Namespace namespace) {
    namespace.label("pod-security.kubernetes.io/enforce", "restricted");

    var pods = AnnotatedWorkload.deployment(namespace, APP, 1);

    assertThat(pods).allSatisfy(pod -> assertInjected(namespace, pod));
  }

  @Test
  void podThatRunsAsRootBecomesReady(Release release, Namespace namespace) {
    var template =
        new PodTemplateSpecBuilder(Load.template(APP, AnnotatedWorkload.IMAGES, Load.QUICK_SIDECAR))
            .editSpec()
            .withNewSecurityContext()
            .withRunAsUser(0L)
            .endSecurityContext()
            .endSpec()
            .build();
    namespace.create(Load.deployment(APP, 1, template));

    var pods = namespace.awaitReady(APP, 1);

    assertThat(pods).allSatisfy(pod -> assertInjected(namespace, pod));
  }

  /// The token is read where the kubelet has put it: our image has no shell, and no other container
  /// of the pod may see it.
  @Test
  void tokenLivesAnHourAtMostAndIsThePods(Release release, Namespace namespace) throws IOException {
    assumeTrue(
        namespace.cluster().testbed(), "the node's files are within reach on the testbed only");
    var pod = AnnotatedWorkload.deployment(namespace, APP, 1).getFirst();
    var uid = pod.getMetadata().getUid();

    var token =
        Token.decode(
            Files.readString(
                namespace
                    .cluster()
                    .testbedState()
                    .resolve(
                        "kubelet/pods/%s/volumes/kubernetes.io~projected/%s/token"
                            .formatted(uid, Names.TOKEN_VOLUME))));

    assertThat(token.podUid()).isEqualTo(uid);
    assertThat(token.lifetime()).isPositive().isLessThanOrEqualTo(Duration.ofHours(1));
  }

  private static void assertInjected(Namespace namespace, Pod pod) {
    assertThat(Sidecar.container(pod)).isPresent();
    assertThat(pod.getMetadata().getLabels()).containsEntry(Labels.INJECTED, Labels.TRUE);
    var status = AnnotatedWorkload.status(pod);
    assertThat(status.path("injected").asBoolean()).as(status.toString()).isTrue();
    assertThat(status.path("version").asText()).isEqualTo(System.getProperty("project.version"));
    assertThat(pod.getSpec().getContainers())
        .filteredOn(container -> !container.getName().equals(Names.CONTAINER))
        .allSatisfy(container -> assertThat(container.getVolumeMounts()).isEmpty());
    assertThat(
            Sidecar.of(namespace, pod.getMetadata().getName())
                .map(sidecar -> sidecar.health().status()))
        .isEqualTo(Optional.of(200));
  }

  private static Pod pod(Map<String, String> annotations) {
    var template = Load.template(APP, AnnotatedWorkload.IMAGES, annotations);
    return new PodBuilder()
        .withMetadata(template.getMetadata())
        .editMetadata()
        .withName(APP)
        .endMetadata()
        .withSpec(template.getSpec())
        .build();
  }
}
