package io.metricssidecar.controller.injected;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.settings.Problem;
import io.metricssidecar.injection.AdmissionRequest;
import io.metricssidecar.injection.Decision;
import io.metricssidecar.injection.GoldenPod;
import io.metricssidecar.injection.InjectionPolicy;
import io.metricssidecar.injection.pod.Json;
import io.metricssidecar.injection.pod.PodView;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class InjectionFindingTest {
  static Stream<GoldenPod> all() {
    return GoldenPod.all();
  }

  /// The pod of every golden case, read back through the client: the findings are those of its
  /// review.
  @ParameterizedTest
  @MethodSource("all")
  void findsOnAPodThatWasReadBackWhatItsReviewFound(GoldenPod golden) {
    var stored = golden.stored();
    var namespace = Json.text(golden.pod(), "/metadata/namespace").orElse("default");
    var review =
        InjectionPolicy.decide(
            new AdmissionRequest("", namespace, golden.optIn(), true, PodView.of(golden.pod())),
            golden.options());
    var client = new KubernetesSerialization();
    var read = client.convertValue(client.convertValue(stored, Pod.class), ObjectNode.class);

    assertThat(InjectionFinding.of(read, namespace, golden.options())).isEqualTo(expected(review));
  }

  private static List<InjectionFinding> expected(Decision review) {
    return switch (review) {
      case Decision.Skip(var reason, var findings) when reason.reported() -> {
        var sentences = new ArrayList<>(List.of("No sidecar because " + reason.sentence()));
        sentences.addAll(findings.sentences());
        yield List.of(new InjectionFinding("InjectionSkipped", String.join("; ", sentences)));
      }
      case Decision.Inject(_, var findings) -> {
        var expected = new ArrayList<InjectionFinding>();
        if (!findings.problems().isEmpty()) {
          var messages = findings.problems().stream().map(Problem::message).toList();
          expected.add(new InjectionFinding("InvalidAnnotation", String.join("; ", messages)));
        }
        if (!findings.warnings().isEmpty()) {
          expected.add(
              new InjectionFinding("InjectionWarning", String.join("; ", findings.warnings())));
        }
        yield expected;
      }
      case Decision.Skip _, Decision.Deny _ -> List.of();
    };
  }

  @Test
  void statusAnnotationIsNotTrusted() {
    var pod = GoldenPod.read("pod-of-a-deployment");
    var stored = pod.stored();
    ((ObjectNode) stored.at("/metadata/annotations"))
        .put(
            Annotations.STATUS, "{\"injected\":false,\"reason\":\"windows\",\"warnings\":[\"x\"]}");

    assertThat(InjectionFinding.of(stored, "shop", pod.options())).isEmpty();
  }

  /// 192 KiB of annotations are about 9,000 keys, and a person who writes them needs no 9,000
  /// sentences.
  @Test
  void messageFitsIntoAnEventWhateverThePodSays() {
    var pod = GoldenPod.read("annotation-nobody-knows");
    var stored = pod.stored();
    var annotations = (ObjectNode) stored.at("/metadata/annotations");
    for (var i = 0; i < 9_000; i++) {
      annotations.put(Annotations.PREFIX + "a" + i, "");
    }

    assertThat(InjectionFinding.of(stored, "shop", pod.options()))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.reason()).isEqualTo("InvalidAnnotation");
              assertThat(finding.message().length()).isLessThanOrEqualTo(960);
            });
  }

  @Test
  void findsNothingOnAPodThatWasAdmittedWithoutTheWebhook() {
    var pod = GoldenPod.read("pod-of-a-deployment");

    assertThat(InjectionFinding.of(pod.pod(), "shop", pod.options())).isEmpty();
  }
}
