package io.metricssidecar.e2e.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.metricssidecar.e2e.cluster.Cluster;
import io.metricssidecar.e2e.cluster.Namespace;
import io.metricssidecar.e2e.cluster.Program;
import io.metricssidecar.e2e.cluster.Release;
import io.metricssidecar.e2e.cluster.Waiting;
import io.metricssidecar.e2e.fixture.ClusterExtension;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The chart's objects for cert-manager, checked by a real API server that has cert-manager's
/// definitions. cert-manager itself does not run.
@ExtendWith(ClusterExtension.class)
class CertManagerE2E {
  private static final String GROUP = "cert-manager.io/";
  private static final String CERT_MANAGER = "certificates.mode=cert-manager";

  @Test
  void apiServerAcceptsWhatTheChartRendersAndNothingElse(Namespace namespace) throws Exception {
    try (var _ = Definitions.on(namespace)) {
      var own = certificates(template(namespace, CERT_MANAGER));
      assertThat(own)
          .extracting(object -> object.getKind() + "/" + object.getMetadata().getName())
          .containsExactlyInAnyOrder(
              "Issuer/" + Release.NAME + "-self-signed",
              "Certificate/" + Release.NAME + "-authority",
              "Issuer/" + Release.NAME + "-authority",
              "Certificate/" + Release.WEBHOOK);
      var certificate =
          own.stream().filter(CertManagerE2E::isTheWebhooks).findFirst().orElseThrow();

      assertRefused(namespace, certificate, "unknown field", spec -> spec.put("secret", "x"));
      assertRefused(namespace, certificate, "secretName", spec -> spec.remove("secretName"));
      assertRefused(
          namespace,
          certificate,
          "Unsupported value",
          spec -> spec.put("privateKey", Map.of("algorithm", "Elliptic")));
      for (var object : own) {
        assertThat(create(namespace, object).getMetadata().getUid()).isNotEmpty();
      }
      var named =
          certificates(
              template(
                  namespace,
                  CERT_MANAGER
                      + ",certificates.issuerRef.name=platform"
                      + ",certificates.issuerRef.kind=ClusterIssuer"));
      assertThat(named).singleElement().satisfies(object -> dryRun(namespace, object));
    }
  }

  /// Everything else that the mode renders, such as rights and the annotated configuration.
  @Test
  void apiServerAcceptsTheRestOfEachMode(Namespace namespace) {
    for (var values :
        List.of(
            CERT_MANAGER,
            "certificates.mode=provided,certificates.secretName=mine",
            "certificates.mode=provided,certificates.secretName=mine,certificates.caBundle="
                + "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t")) {
      var rest =
          template(namespace, values).stream()
              .filter(object -> !object.getApiVersion().startsWith(GROUP))
              .toList();

      assertThat(rest)
          .extracting(HasMetadata::getKind)
          .contains("Deployment", "Role", "ClusterRole", "MutatingWebhookConfiguration");
      rest.forEach(object -> dryRun(namespace, object));
    }
  }

  private static boolean isTheWebhooks(GenericKubernetesResource object) {
    return object.getKind().equals("Certificate")
        && object.getMetadata().getName().equals(Release.WEBHOOK);
  }

  private static List<GenericKubernetesResource> certificates(List<HasMetadata> objects) {
    return objects.stream()
        .filter(object -> object.getApiVersion().startsWith(GROUP))
        .map(GenericKubernetesResource.class::cast)
        .toList();
  }

  private static List<HasMetadata> template(Namespace namespace, String values) {
    var text =
        Program.find("helm", namespace.cluster(), System.getenv())
            .run(
                List.of(
                    "template",
                    Release.NAME,
                    Program.inRepository("charts/metrics-sidecar").toString(),
                    "--namespace",
                    namespace.name(),
                    "--set",
                    values));
    return namespace
        .cluster()
        .client()
        .load(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
        .items();
  }

  private static GenericKubernetesResource create(
      Namespace namespace, GenericKubernetesResource object) {
    return namespace
        .cluster()
        .client()
        .resource(object)
        .inNamespace(namespace.name())
        .fieldValidation(Validation.STRICT)
        .create();
  }

  /// A check as by `kubectl apply --server-side --dry-run=server`: nothing is changed.
  private static void dryRun(Namespace namespace, HasMetadata object) {
    var applied =
        namespace
            .cluster()
            .client()
            .resource(object)
            .dryRun(true)
            .fieldManager("e2e")
            .forceConflicts()
            .serverSideApply();
    assertThat(applied.getMetadata().getName()).isEqualTo(object.getMetadata().getName());
  }

  private static void assertRefused(
      Namespace namespace,
      GenericKubernetesResource object,
      String because,
      Consumer<Map<String, Object>> mistake) {
    var wrong = namespace.cluster().client().getKubernetesSerialization().clone(object);
    mistake.accept(spec(wrong));
    assertThatThrownBy(() -> create(namespace, wrong))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining(because);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> spec(GenericKubernetesResource object) {
    return (Map<String, Object>) Objects.requireNonNull(object.get("spec"));
  }

  /// cert-manager's definitions: created and removed again where they were not there before.
  private record Definitions(Namespace namespace, List<CustomResourceDefinition> created)
      implements AutoCloseable {
    static Definitions on(Namespace namespace) throws Exception {
      var definitions = new Definitions(namespace, new ArrayList<>());
      for (var definition : read(namespace.cluster(), folder())) {
        if (definitions.live(definition).isEmpty()) {
          definitions.created.add(namespace.cluster().client().resource(definition).create());
        }
      }
      definitions.await("definitions that can be used", CertManagerE2E::established);
      return definitions;
    }

    private static Path folder() throws IOException, InterruptedException {
      var script = Program.inRepository("testbed/crds.sh").toString();
      var process = new ProcessBuilder(script).redirectErrorStream(true).start();
      process.getOutputStream().close();
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      var status = process.waitFor();
      assumeTrue(status != 3, output);
      assertThat(status).as(output).isZero();
      return Path.of(output.strip());
    }

    private static List<CustomResourceDefinition> read(Cluster cluster, Path folder)
        throws IOException {
      try (var files = Files.list(folder)) {
        var definitions = new ArrayList<CustomResourceDefinition>();
        for (var file : files.filter(each -> each.toString().endsWith(".yaml")).toList()) {
          try (var content = Files.newInputStream(file)) {
            definitions.add(
                cluster
                    .client()
                    .apiextensions()
                    .v1()
                    .customResourceDefinitions()
                    .load(content)
                    .item());
          }
        }
        return definitions;
      }
    }

    private Optional<CustomResourceDefinition> live(CustomResourceDefinition definition) {
      return Optional.ofNullable(namespace.cluster().client().resource(definition).get());
    }

    private void await(String what, Predicate<Optional<CustomResourceDefinition>> reached) {
      var _ =
          Waiting.until(
              what,
              Duration.ofMinutes(2),
              namespace.progress(),
              () ->
                  created.stream()
                      .filter(definition -> !reached.test(live(definition)))
                      .findFirst()
                      .map(definition -> definition.getMetadata().getName()));
    }

    /// Waits until they are gone: the next run must not find definitions that are being deleted.
    @Override
    public void close() {
      created.forEach(definition -> namespace.cluster().client().resource(definition).delete());
      await("definitions that are gone", Optional::isEmpty);
    }
  }

  private static boolean established(Optional<CustomResourceDefinition> definition) {
    return definition
        .map(CustomResourceDefinition::getStatus)
        .filter(
            status ->
                status.getConditions().stream()
                    .anyMatch(
                        condition ->
                            condition.getType().equals("Established")
                                && condition.getStatus().equals("True")))
        .isPresent();
  }
}
