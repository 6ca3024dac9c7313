package io.metricssidecar.e2e.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionReviewBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.Names;
import io.metricssidecar.contract.Paths;
import io.metricssidecar.e2e.cluster.Namespace;
import io.metricssidecar.e2e.cluster.Release;
import io.metricssidecar.e2e.cluster.Waiting;
import io.metricssidecar.e2e.fixture.AnnotatedWorkload;
import io.metricssidecar.e2e.fixture.ClusterExtension;
import io.metricssidecar.e2e.workload.Load;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Forged reviews: any pod of the cluster can send the webhook one, and gets an answer and nothing
/// else.
@ExtendWith(ClusterExtension.class)
class ForgedReviewE2E {
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(15);

  @Test
  void reviewOfAPodThatDoesNotExistCreatesNothing(Release release, Namespace namespace) {
    forge(namespace, namespace.name(), "Deployment");

    assertNothingAppears(namespace, namespace.name());
  }

  @Test
  void reviewForADeniedNamespaceCreatesNothing(Release release, Namespace namespace) {
    forge(namespace, "kube-system", "Deployment");

    assertNothingAppears(namespace, "kube-system");
  }

  @Test
  void pastedMarksOfAnInjectedPodCreateNothing(Release release, Namespace namespace) {
    var template = Load.template("web", AnnotatedWorkload.IMAGES, Map.of());
    namespace.create(
        new PodBuilder()
            .withNewMetadata()
            .withName("web")
            .addToLabels(io.metricssidecar.contract.Labels.INJECTED, "true")
            .addToAnnotations(Annotations.STATUS, "{\"injected\":true}")
            .endMetadata()
            .withSpec(template.getSpec())
            .build());

    assertNothingAppears(namespace, namespace.name());
  }

  private static void forge(Namespace namespace, String about, String ownerKind) {
    var template = Load.template("web", AnnotatedWorkload.IMAGES, Load.QUICK_SIDECAR);
    var pod =
        new PodBuilder()
            .withMetadata(template.getMetadata())
            .editMetadata()
            .withGenerateName("web-")
            .withOwnerReferences(
                new OwnerReferenceBuilder()
                    .withApiVersion("apps/v1")
                    .withKind(ownerKind)
                    .withName("not-there")
                    .withUid(UUID.randomUUID().toString())
                    .withController(true)
                    .build())
            .endMetadata()
            .withSpec(template.getSpec())
            .build();
    var review =
        new AdmissionReviewBuilder()
            .withNewRequest()
            .withUid(UUID.randomUUID().toString())
            .withNewKind("", "Pod", "v1")
            .withNewResource("", "pods", "v1")
            .withOperation("CREATE")
            .withNamespace(about)
            .withObject(pod)
            .endRequest()
            .build();

    var answer =
        namespace
            .cluster()
            .postTls(Names.NAMESPACE, Release.WEBHOOK, Paths.MUTATE, Serialization.asJson(review));

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.json().path("response").path("allowed").asBoolean()).isTrue();
  }

  private static void assertNothingAppears(Namespace namespace, String where) {
    Waiting.untilLasting(
        "no object of ours in " + where,
        LONG_ENOUGH,
        LONG_ENOUGH.plusSeconds(60),
        namespace.progress(),
        () -> ours(namespace, where).stream().findFirst());
  }

  private static List<String> ours(Namespace namespace, String where) {
    var client = namespace.cluster().client();
    return Stream.<HasMetadata>concat(
            Stream.concat(
                client.rbac().roles().inNamespace(where).list().getItems().stream(),
                client.rbac().roleBindings().inNamespace(where).list().getItems().stream()),
            client.leases().inNamespace(where).list().getItems().stream())
        .map(object -> object.getKind() + " " + object.getMetadata().getName())
        .filter(name -> name.contains(Names.CONTAINER))
        .toList();
  }
}
