package io.metricssidecar.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.metricssidecar.contract.Annotations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// No pod is refused because of us: a real API server's own validation, after its own defaults and
/// after our patch, of every pod that the webhook's tests know.
@ExtendWith(OnCluster.class)
class AcceptanceE2E {
  private static final Path PODS =
      Path.of("..", "webhook", "src", "test", "resources", "pods").normalize();
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

    namespace.progress().say("%d pods accepted, %d of them injected".formatted(accepted, injected));
    assertThat(accepted).isGreaterThan(90);
    assertThat(injected).isGreaterThan(60);
  }

  /// What became of a pod.
  ///
  /// @param body as the API server would have stored it; empty where it refused
  /// @param refusal empty where it did not
  private record Outcome(String body, String refusal) {}

  private static List<Path> files() throws IOException {
    try (var files = Files.list(PODS)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .filter(file -> !file.toString().endsWith(".injected.yaml"))
          .sorted()
          .toList();
    }
  }

  /// The pod as it stands in the file, but for what ties it to a cluster of its own.
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

  private static Outcome create(Namespace namespace, ObjectNode pod) {
    var path = "/api/v1/namespaces/%s/pods?dryRun=All".formatted(namespace.name());
    try {
      return new Outcome(
          String.valueOf(namespace.cluster().client().raw(path, "POST", pod.toString())), "");
    } catch (KubernetesClientException e) {
      return new Outcome("", e.toString());
    }
  }
}
