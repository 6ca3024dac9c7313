package io.metricssidecar.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.metricssidecar.contract.Names;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.Isolated;

/// The webhook goes, step by step, when all other cases are done.
@ExtendWith(OnCluster.class)
@Isolated("the other cases need the webhook")
@Execution(ExecutionMode.SAME_THREAD)
@Order(Integer.MAX_VALUE)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WithoutWebhookE2E {
  private static final String APP = "web";

  @Test
  @Order(1)
  void podsStartWithoutSidecarWhileTheWebhookIsDown(Release release, Namespace namespace) {
    assumeOurs(release);
    release.scaleWebhook(0);

    var pods = Annotated.deployment(namespace, APP, 2);

    assertThat(pods).allSatisfy(pod -> assertThat(Sidecar.container(pod)).isEmpty());
  }

  @Test
  @Order(2)
  void uninstallLeavesNoWebhookThatPointsNowhere(Release release, Namespace namespace) {
    assumeOurs(release);
    release.uninstall();

    assertThat(
            namespace
                .cluster()
                .client()
                .admissionRegistration()
                .v1()
                .mutatingWebhookConfigurations()
                .withName(Names.WEBHOOK_CONFIGURATION)
                .get())
        .isNull();
  }

  @Test
  @Order(3)
  void sidecarDeployedByHandWorks(Namespace namespace) throws IOException {
    for (var file : List.of("rbac-namespace.yaml", "deployment.yaml")) {
      manifests(namespace, file).forEach(namespace::create);
    }

    var pods = Annotated.names(namespace.awaitReady(APP, 3));

    Spike.awaitWatching(namespace, pods.subList(0, 1));
  }

  private static void assumeOurs(Release release) {
    assumeFalse(release.found(), "the release was here before: it is not ours to take down");
  }

  private static List<HasMetadata> manifests(Namespace namespace, String file) throws IOException {
    try (var stream = Files.newInputStream(Helm.inRepository("deploy/manual").resolve(file))) {
      return namespace.cluster().client().load(stream).items().stream()
          .map(
              object ->
                  object instanceof Deployment deployment ? onThisCluster(deployment) : object)
          .toList();
    }
  }

  /// The example's application is somebody else's image, which a cluster without a registry cannot
  /// pull; and nobody wants to wait for its warm-up.
  private static Deployment onThisCluster(Deployment deployment) {
    return new DeploymentBuilder(deployment)
        .editSpec()
        .editTemplate()
        .editSpec()
        .editMatchingContainer(container -> container.getName().equals(Load.CONTAINER))
        .withImage(Annotated.IMAGES.load())
        .endContainer()
        .editMatchingContainer(container -> container.getName().equals(Names.CONTAINER))
        .withImage(Annotated.IMAGES.sidecar() + ":" + System.getProperty("project.version"))
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
