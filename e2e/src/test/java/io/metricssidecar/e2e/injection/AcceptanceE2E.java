package io.metricssidecar.e2e.injection;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.e2e.cluster.Namespace;
import io.metricssidecar.e2e.cluster.Release;
import io.metricssidecar.e2e.fixture.ClusterExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// No pod is rejected because of the patch: a real API server's own defaults and validation, after
/// our patch, of every pod that the webhook's tests know.
@ExtendWith(ClusterExtension.class)
class AcceptanceE2E {
  private static final Path PODS =
      Path.of("..", "injection", "src", "test", "resources", "pods").normalize();
  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  @Test
  void podIsAcceptedWithTheAnnotationWhereItIsAcceptedWithout(Release release, Namespace namespace)
      throws IOException {
    var softly = new SoftAssertions();
    var accepted = 0;
    var injected = 0;
    for (var file : files()) {
      var pod = pod(file);
      var without = create(namespace, withoutTheAnnotation(pod));
      var with = create(namespace, pod);
      softly
          .assertThat(with.refusal().isEmpty())
          .as("%s with the annotation: %s, without: %s", file, with.refusal(), without.refusal())
          .isEqualTo(without.refusal().isEmpty());
      accepted += with.refusal().isEmpty() ? 1 : 0;
      injected += with.body().contains("\"metrics-sidecar/injected\":\"true\"") ? 1 : 0;
    }
    softly.assertAll();

    namespace
        .progress()
        .report("%d pods accepted, %d of them injected".formatted(accepted, injected));
    assertThat(accepted).isGreaterThan(90);
    assertThat(injected).isGreaterThan(60);
  }

  /// The result of creating a pod.
  ///
  /// @param body as the API server would have stored it; empty where it refused
  /// @param refusal reason of the API server; empty where it accepted
  private record Created(String body, String refusal) {}

  private static List<Path> files() throws IOException {
    try (var files = Files.list(PODS)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .filter(file -> !file.toString().endsWith(".injected.yaml"))
          .sorted()
          .toList();
    }
  }

  /// The pod of the file, without what ties it to its own cluster.
  private static ObjectNode pod(Path file) throws IOException {
    var pod = YAML.unmarshal(Files.readString(file), ObjectNode.class);
    pod.put("apiVersion", "v1").put("kind", "Pod");
    var metadata = pod.withObjectProperty("metadata");
    metadata.remove(List.of("namespace", "name"));
    metadata.put("generateName", "x-");
    pod.withObjectProperty("spec").remove(List.of("serviceAccountName", "serviceAccount"));
    return pod;
  }

  private static ObjectNode withoutTheAnnotation(ObjectNode pod) {
    var copy = pod.deepCopy();
    if (copy.at("/metadata/annotations") instanceof ObjectNode annotations) {
      annotations.remove(Annotations.ENABLED);
    }
    return copy;
  }

  private static Created create(Namespace namespace, ObjectNode pod) {
    var path = "/api/v1/namespaces/%s/pods?dryRun=All".formatted(namespace.name());
    try {
      return new Created(
          String.valueOf(namespace.cluster().client().raw(path, "POST", pod.toString())), "");
    } catch (KubernetesClientException e) {
      return new Created("", e.toString());
    }
  }
}
