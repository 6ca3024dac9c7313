package io.metricssidecar.e2e.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.metricssidecar.contract.Names;
import io.metricssidecar.e2e.cluster.Namespace;
import io.metricssidecar.e2e.cluster.Pods;
import io.metricssidecar.e2e.cluster.Program;
import io.metricssidecar.e2e.cluster.Release;
import io.metricssidecar.e2e.fixture.AnnotatedWorkload;
import io.metricssidecar.e2e.fixture.ClusterExtension;
import io.metricssidecar.e2e.fixture.ReleaseChanges;
import io.metricssidecar.e2e.fixture.WebhookConfigurations;
import io.metricssidecar.e2e.workload.Load;
import io.metricssidecar.e2e.workload.Sidecar;
import io.metricssidecar.e2e.workload.Spike;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.Isolated;

/// The loss of the webhook, step by step, after all other cases.
@ExtendWith(ClusterExtension.class)
@Isolated("the other cases need the webhook")
@Execution(ExecutionMode.SAME_THREAD)
@Order(Integer.MAX_VALUE)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WithoutWebhookE2E {
  private static final String APP = "web";

  @Test
  @Order(1)
  void podsRunOnAndStartWithoutSidecarWhenTheWebhookGoes(Release release, Namespace namespace) {
    assumeFalse(release.found(), "the release was here before: it is not ours to take down");
    var running = AnnotatedWorkload.deployment(namespace, "running", 2);
    assertThat(running).allSatisfy(pod -> assertThat(Sidecar.container(pod)).isPresent());

    ReleaseChanges.scale(release.webhook(), 0);

    assertStartWithoutSidecar(namespace, "down");
    assertRunOn(namespace, running);

    release.uninstall();

    assertThat(WebhookConfigurations.named(namespace.cluster(), Names.WEBHOOK_CONFIGURATION).get())
        .isNull();
    assertStartWithoutSidecar(namespace, "gone");
    assertRunOn(namespace, running);
  }

  @Test
  @Order(2)
  void sidecarDeployedByHandWorks(Namespace namespace) throws IOException {
    for (var file : List.of("rbac-namespace.yaml", "deployment.yaml")) {
      manifests(namespace, file).forEach(namespace::create);
    }

    var pods = Pods.names(namespace.awaitReady(APP, 3));

    Spike.awaitWatching(namespace, pods.subList(0, 1));
  }

  private static void assertStartWithoutSidecar(Namespace namespace, String app) {
    var plain = "plain-" + app;
    namespace.create(
        Load.deployment(plain, 1, Load.template(plain, AnnotatedWorkload.IMAGES, Map.of())));
    assertThat(AnnotatedWorkload.deployment(namespace, app, 2))
        .allSatisfy(pod -> assertThat(Sidecar.container(pod)).isEmpty());
    namespace.awaitReady(plain, 1);
  }

  /// Asserts that the same pods are ready, and that no container in them was restarted.
  private static void assertRunOn(Namespace namespace, List<Pod> before) {
    var now = namespace.awaitReady("running", before.size());
    assertThat(Pods.names(now)).isEqualTo(Pods.names(before));
    assertThat(now)
        .flatExtracting(pod -> Pods.statuses(pod).toList())
        .extracting(ContainerStatus::getRestartCount)
        .containsOnly(0);
  }

  private static List<HasMetadata> manifests(Namespace namespace, String file) throws IOException {
    try (var stream = Files.newInputStream(Program.inRepository("deploy/manual").resolve(file))) {
      return namespace.cluster().client().load(stream).items().stream()
          .map(
              object ->
                  object instanceof Deployment deployment ? onThisCluster(deployment) : object)
          .toList();
    }
  }

  /// The example with our images, since a cluster without a registry cannot pull the application's,
  /// and with a short warm-up.
  private static Deployment onThisCluster(Deployment deployment) {
    return new DeploymentBuilder(deployment)
        .editSpec()
        .editTemplate()
        .editSpec()
        .editMatchingContainer(container -> container.getName().equals(Load.CONTAINER))
        .withImage(AnnotatedWorkload.IMAGES.load())
        .endContainer()
        .editMatchingContainer(container -> container.getName().equals(Names.CONTAINER))
        .withImage(AnnotatedWorkload.IMAGES.sidecar() + ":" + System.getProperty("project.version"))
        .editMatchingEnv(variable -> variable.getName().equals("WARM_UP"))
        .withValue("5s")
        .endEnv()
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }
}
