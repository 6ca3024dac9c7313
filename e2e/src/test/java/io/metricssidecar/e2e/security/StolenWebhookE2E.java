package io.metricssidecar.e2e.security;

import static io.metricssidecar.e2e.security.StolenToken.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.metricssidecar.contract.Names;
import io.metricssidecar.contract.Paths;
import io.metricssidecar.e2e.cluster.Cluster;
import io.metricssidecar.e2e.cluster.Release;
import io.metricssidecar.e2e.fixture.ClusterExtension;
import io.metricssidecar.e2e.fixture.WebhookConfigurations;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The rights of the webhook's token in the hands of an attacker, with the chart's defaults.
@ExtendWith(ClusterExtension.class)
class StolenWebhookE2E {
  private static final String ENTRY = "changes nothing of an entry but its caBundle";
  private static final String COUNT = "neither adds nor removes an entry";
  private static final String OUTSIDE = "and nothing else of them";

  @Test
  void configurationChangesInItsTrustAlone(Cluster cluster, Release release) {
    var softly = new SoftAssertions();
    try (var token = StolenToken.of(cluster, Release.WEBHOOK)) {
      softly
          .assertThat(
              change(
                  cluster,
                  token,
                  c -> {
                    first(c).getRules().getFirst().setApiGroups(List.of("*"));
                    first(c).getRules().getFirst().setResources(List.of("*"));
                  }))
          .as("review everything")
          .contains(ENTRY);
      softly
          .assertThat(
              change(
                  cluster,
                  token,
                  c -> first(c).getClientConfig().setUrl("https://attacker.example.com")))
          .as("send reviews elsewhere in addition")
          .doesNotContain(SUCCEEDED);
      softly
          .assertThat(
              change(
                  cluster,
                  token,
                  c -> {
                    first(c).getClientConfig().setService(null);
                    first(c).getClientConfig().setUrl("https://attacker.example.com");
                  }))
          .as("send reviews elsewhere")
          .contains(ENTRY);
      softly
          .assertThat(
              change(cluster, token, c -> first(c).getClientConfig().getService().setName("other")))
          .as("send reviews to another Service")
          .contains(ENTRY);
      softly
          .assertThat(change(cluster, token, c -> first(c).setMatchConditions(List.of())))
          .as("review pods that did not ask")
          .contains(ENTRY);
      softly
          .assertThat(change(cluster, token, c -> first(c).setNamespaceSelector(null)))
          .as("review pods of kube-system")
          .contains(ENTRY);
      softly
          .assertThat(
              change(cluster, token, c -> c.getWebhooks().forEach(w -> w.setFailurePolicy("Fail"))))
          .as("block pods")
          .contains(ENTRY);
      softly
          .assertThat(change(cluster, token, c -> c.getWebhooks().add(another(c))))
          .as("add an entry")
          .contains(COUNT);
      softly
          .assertThat(change(cluster, token, c -> c.getWebhooks().removeLast()))
          .as("remove an entry")
          .contains(COUNT);
      softly
          .assertThat(change(cluster, token, c -> c.getMetadata().getLabels().clear()))
          .as("remove labels")
          .contains(OUTSIDE);
      softly
          .assertThat(
              change(
                  cluster,
                  token,
                  c ->
                      c.getMetadata()
                          .setOwnerReferences(
                              List.of(
                                  new OwnerReferenceBuilder()
                                      .withApiVersion("v1")
                                      .withKind("Node")
                                      .withName("gone")
                                      .withUid("gone")
                                      .build()))))
          .as("have it deleted by the garbage collector")
          .contains(OUTSIDE);
      softly
          .assertThat(change(cluster, token, c -> first(c).getClientConfig().setCaBundle(null)))
          .as("change the trust")
          .isEqualTo(SUCCEEDED);
    }
    softly.assertAll();
  }

  @Test
  void secretChangesInItsDataAlone(Cluster cluster, Release release) {
    var softly = new SoftAssertions();
    try (var token = StolenToken.of(cluster, Release.WEBHOOK)) {
      softly
          .assertThat(writeSecret(cluster, token, builder -> builder.addToData("anything", "QQ==")))
          .isEqualTo(SUCCEEDED);
      softly
          .assertThat(writeSecret(cluster, token, builder -> builder.withImmutable(true)))
          .contains(OUTSIDE);
      softly
          .assertThat(
              writeSecret(
                  cluster,
                  token,
                  builder ->
                      builder.editMetadata().withFinalizers("a.example.com/b").endMetadata()))
          .contains(OUTSIDE);
      softly
          .assertThat(
              token.attempt(client -> client.resource(tokenOfAnotherAccount()).dryRun().create()))
          .startsWith("403 ");
    }
    softly.assertAll();
  }

  @Test
  void apiServerRefusesEverythingElse(Cluster cluster, Release release) {
    var configurations = "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations";
    var own = configurations + "/" + Names.WEBHOOK_CONFIGURATION;
    var namespace = "/api/v1/namespaces/" + Names.NAMESPACE;
    try (var token = StolenToken.of(cluster, Release.WEBHOOK)) {
      token.assertForbidden(
          "DELETE " + own,
          "PATCH " + own,
          "POST " + configurations,
          "GET " + configurations,
          "PUT " + configurations + "/other",
          "GET /apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations",
          "DELETE /apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies/"
              + Release.WEBHOOK,
          "DELETE /apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings/"
              + Release.WEBHOOK,
          "GET %s/secrets".formatted(namespace),
          "GET %s/secrets/any".formatted(namespace),
          "DELETE %s/secrets/%s".formatted(namespace, Names.CA_SECRET),
          "PATCH %s/secrets/%s".formatted(namespace, Names.CA_SECRET),
          "GET /api/v1/secrets",
          "GET /api/v1/pods",
          "POST %s/pods".formatted(namespace),
          "POST %s/events".formatted(namespace),
          "POST %s/serviceaccounts/%s/token".formatted(namespace, Release.CONTROLLER),
          "GET /apis/coordination.k8s.io/v1/leases",
          "PATCH /api/v1/namespaces/default",
          "GET /api/v1/namespaces/default",
          "DELETE /api/v1/namespaces/default/limitranges/any",
          "PATCH /api/v1/namespaces/default/resourcequotas/any",
          "GET /apis/apps/v1/deployments",
          "GET /apis/rbac.authorization.k8s.io/v1/roles",
          "POST /apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings");
    }
  }

  /// The pods as they run, after all other webhooks of the cluster.
  @Test
  void onlyItsOwnContainerHasTheToken(Cluster cluster, Release release) {
    var pods =
        Stream.of(release.webhook(), release.controller())
            .flatMap(deployment -> deployment.pods().stream())
            .toList();

    assertThat(pods).hasSizeGreaterThanOrEqualTo(4);
    for (var pod : pods) {
      assertThat(withToken(pod))
          .as(pod.getMetadata().getName())
          .containsExactly(pod.getMetadata().getLabels().get("app.kubernetes.io/component"));
      assertThat(tokenSeconds(pod)).containsExactly(3600L);
    }
    assertThat(pods.stream().flatMap(pod -> pod.getSpec().getInitContainers().stream()))
        .isNotEmpty()
        .allMatch(container -> container.getVolumeMounts().isEmpty());
  }

  private static List<String> withToken(Pod pod) {
    return Stream.concat(
            pod.getSpec().getInitContainers().stream(), pod.getSpec().getContainers().stream())
        .filter(
            container ->
                container.getVolumeMounts().stream()
                    .anyMatch(mount -> mount.getMountPath().equals(Paths.SERVICE_ACCOUNT)))
        .map(container -> container.getName())
        .toList();
  }

  private static List<Long> tokenSeconds(Pod pod) {
    return pod.getSpec().getVolumes().stream()
        .filter(volume -> volume.getProjected() != null)
        .flatMap(volume -> volume.getProjected().getSources().stream())
        .filter(source -> source.getServiceAccountToken() != null)
        .map(source -> source.getServiceAccountToken().getExpirationSeconds())
        .toList();
  }

  private static Secret tokenOfAnotherAccount() {
    return new SecretBuilder()
        .withNewMetadata()
        .withNamespace(Names.NAMESPACE)
        .withName("token")
        .addToAnnotations("kubernetes.io/service-account.name", Release.CONTROLLER)
        .endMetadata()
        .withType("kubernetes.io/service-account-token")
        .build();
  }

  private static MutatingWebhook first(MutatingWebhookConfiguration configuration) {
    return configuration.getWebhooks().getFirst();
  }

  private static MutatingWebhook another(MutatingWebhookConfiguration configuration) {
    return new MutatingWebhookBuilder(first(configuration))
        .withName("more.metrics-sidecar.io")
        .build();
  }

  private static String change(
      Cluster cluster, StolenToken token, Consumer<MutatingWebhookConfiguration> change) {
    return token.attempt(
        client -> {
          var configuration =
              WebhookConfigurations.named(cluster, Names.WEBHOOK_CONFIGURATION).require();
          change.accept(configuration);
          var _ = client.resource(configuration).dryRun().update();
        });
  }

  private static String writeSecret(
      Cluster cluster, StolenToken token, Consumer<SecretBuilder> change) {
    var secret = cluster.client().secrets().inNamespace(Names.NAMESPACE).withName(Names.CA_SECRET);
    return token.attempt(
        client -> {
          var builder = new SecretBuilder(secret.require());
          change.accept(builder);
          var _ = client.resource(builder.build()).dryRun().update();
        });
  }
}
