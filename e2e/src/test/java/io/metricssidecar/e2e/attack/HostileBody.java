package io.metricssidecar.e2e.attack;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionReviewBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.metricssidecar.e2e.fixture.AnnotatedWorkload;
import io.metricssidecar.e2e.workload.Load;
import java.util.Collections;
import java.util.stream.IntStream;

/// Bodies that cost the reader more than the sender.
final class HostileBody {
  private HostileBody() {}

  /// `[{},{},…]`: valid JSON, each three bytes of which become an object of a tree.
  ///
  /// @param bytes length of the body, at most
  static byte[] emptyObjects(int bytes) {
    return ("[" + String.join(",", Collections.nCopies((bytes - 1) / 3, "{}")) + "]")
        .getBytes(UTF_8);
  }

  /// A pod that asks for a sidecar, whose container has arguments of one character, as JSON.
  ///
  /// @param arguments number of arguments, at four bytes each
  static String podWithArguments(int arguments) {
    var marker = "@arguments@";
    var pod =
        new PodBuilder(pod("hostile"))
            .editSpec()
            .editFirstContainer()
            .withArgs(marker)
            .endContainer()
            .endSpec()
            .build();
    return Serialization.asJson(pod)
        .replace('"' + marker + '"', String.join(",", Collections.nCopies(arguments, "\"a\"")));
  }

  /// A review of a pod that asks for a sidecar and has as many variables as make up the size.
  ///
  /// @param bytes length of the review, about
  static byte[] review(String namespace, int bytes) {
    var value = "v".repeat(40);
    var each = Serialization.asJson(new EnvVar("NAME_0000", value, null)).length();
    var pod =
        new PodBuilder(pod("large"))
            .editSpec()
            .editFirstContainer()
            .addAllToEnv(
                IntStream.range(0, bytes / each)
                    .mapToObj(i -> new EnvVar("NAME_%04d".formatted(i), value, null))
                    .toList())
            .endContainer()
            .endSpec()
            .build();
    var review =
        new AdmissionReviewBuilder()
            .withNewRequest()
            .withUid("0e1f8a52-6a77-4b0c-9c63-0a3f64b7a1d5")
            .withNewKind("", "Pod", "v1")
            .withNewResource("", "pods", "v1")
            .withOperation("CREATE")
            .withNamespace(namespace)
            .withObject(pod)
            .endRequest()
            .build();
    return Serialization.asJson(review).getBytes(UTF_8);
  }

  private static Pod pod(String name) {
    var template = Load.template(name, AnnotatedWorkload.IMAGES, Load.QUICK_SIDECAR);
    return new PodBuilder()
        .withMetadata(template.getMetadata())
        .editMetadata()
        .withGenerateName(name + "-")
        .endMetadata()
        .withSpec(template.getSpec())
        .build();
  }
}
