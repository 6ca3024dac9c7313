package io.metricssidecar.e2e.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.metricssidecar.contract.Names;
import io.metricssidecar.e2e.cluster.Cluster;
import io.metricssidecar.e2e.cluster.Namespace;
import io.metricssidecar.e2e.cluster.Release;
import io.metricssidecar.e2e.cluster.Waiting;
import io.metricssidecar.e2e.fixture.AdmissionStream;
import io.metricssidecar.e2e.fixture.ClusterExtension;
import io.metricssidecar.e2e.fixture.ReleaseChanges;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/// The Secret with the certificate authority, deleted while pods are created.
@ExtendWith(ClusterExtension.class)
@Isolated("the release changes")
@Order(7)
class LostSecretE2E {
  private static final Duration MAX_TIME = Duration.ofSeconds(10);

  @Test
  void deletedSecretIsBackAsItWasAndNoReviewIsLost(Release release, Namespace namespace) {
    assumeFalse(release.found(), "the release was here before: it is not ours to change");
    var secret = secret(namespace.cluster());
    var before = secret.require();
    try (var admissions = AdmissionStream.start(namespace)) {
      secret.delete();
      var took =
          Waiting.untilTrue(
              "the Secret", MAX_TIME, namespace.progress(), () -> secret.get() != null);
      ReleaseChanges.replacePod(release.webhook());
      var count = admissions.stop();
      namespace
          .progress()
          .report("Secret deleted to created again: %d ms; %s".formatted(took.toMillis(), count));
      count.assertNothingLost();
      assertThat(count.attempted()).isPositive();
    }
    assertSame(secret.require(), before);

    release.install();

    assertSame(secret.require(), before);
  }

  @Test
  void webhooksAccountCreatesNoOtherSecret(Release release, Namespace namespace) {
    try (var webhook = asWebhook(namespace.cluster())) {
      assertRefused(webhook, "other", "Opaque", Map.of());
      assertRefused(
          webhook,
          Names.CA_SECRET,
          "kubernetes.io/service-account-token",
          Map.of("kubernetes.io/service-account.name", Release.CONTROLLER));
    }
  }

  private static void assertRefused(
      KubernetesClient webhook, String name, String type, Map<String, String> annotations) {
    var secret =
        new SecretBuilder()
            .withNewMetadata()
            .withNamespace(Names.NAMESPACE)
            .withName(name)
            .withAnnotations(annotations)
            .endMetadata()
            .withType(type)
            .build();
    assertThatThrownBy(() -> webhook.resource(secret).dryRun().create())
        .hasMessageContaining("ValidatingAdmissionPolicy 'metrics-sidecar-secret'");
  }

  private static KubernetesClient asWebhook(Cluster cluster) {
    var account = "system:serviceaccount:%s:%s".formatted(Names.NAMESPACE, Release.WEBHOOK);
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder(cluster.impatient().getConfiguration())
                .withImpersonateUsername(account)
                .withImpersonateGroups("system:serviceaccounts", "system:authenticated")
                .build())
        .build();
  }

  private static void assertSame(Secret after, Secret before) {
    assertThat(after.getData()).isEqualTo(before.getData());
    assertThat(after.getType()).isEqualTo(before.getType());
    assertThat(after.getMetadata().getLabels()).isEqualTo(before.getMetadata().getLabels());
    assertThat(after.getMetadata().getAnnotations())
        .isEqualTo(before.getMetadata().getAnnotations());
  }

  private static Resource<Secret> secret(Cluster cluster) {
    return cluster.client().secrets().inNamespace(Names.NAMESPACE).withName(Names.CA_SECRET);
  }
}
