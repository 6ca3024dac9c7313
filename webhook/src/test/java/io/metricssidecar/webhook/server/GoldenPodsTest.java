package io.metricssidecar.webhook.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.metricssidecar.contract.Names;
import io.metricssidecar.contract.sidecar.SidecarConfig;
import io.metricssidecar.injection.GoldenPod;
import io.metricssidecar.injection.annotations.PodAnnotations;
import io.metricssidecar.injection.pod.ContainerView;
import io.metricssidecar.injection.pod.PodView;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every pod in `src/test/resources/pods` goes through the real handler, the patch is applied, and
/// the outcome compared whole. `-Dgolden.update` writes the outcomes anew; read the difference
/// before you commit it.
class GoldenPodsTest {
  private static final boolean UPDATE = System.getProperty("golden.update") != null;

  static Stream<GoldenPod> all() {
    return GoldenPod.all();
  }

  static Stream<GoldenPod> injected() {
    return GoldenPod.all()
        .filter(golden -> !PodView.of(golden.pod()).injected())
        .filter(golden -> PodView.of(TestReviews.inject(golden)).injected());
  }

  @ParameterizedTest
  @MethodSource("all")
  void comesOutAsStored(GoldenPod golden) {
    var outcome = TestReviews.outcome(golden);
    if (UPDATE) {
      golden.update(outcome);
    }

    assertThat(outcome).isEqualTo(golden.expected());
  }

  @ParameterizedTest
  @MethodSource("all")
  void comesOutTheSameWhenItIsReviewedAgain(GoldenPod golden) {
    var once = TestReviews.inject(golden);

    assertThat(TestReviews.inject(once, golden.optIn(), golden.options())).isEqualTo(once);
  }

  @ParameterizedTest
  @MethodSource("all")
  void keepsEverythingOfItsOwners(GoldenPod golden) {
    var after = TestReviews.inject(golden);

    OwnerContent.assertPreserved(golden.pod(), after);
  }

  /// What the webhook writes, the sidecar reads back: the same settings and no problem.
  @ParameterizedTest
  @MethodSource("injected")
  void givesTheSidecarAnEnvironmentThatItReadsBack(GoldenPod golden) {
    var container = sidecar(TestReviews.inject(golden));

    var reading = SidecarConfig.fromEnv(environment(container));

    assertThat(reading.problems()).isEmpty();
    var annotated =
        PodAnnotations.read(PodView.of(golden.pod()).annotations(), golden.options()).value();
    var port = container.at("/ports/0/containerPort").intValue();
    assertThat(reading.value().settings()).isEqualTo(annotated.settings().withPort(port));
    assertThat(reading.value().workload())
        .isEqualTo(PodView.of(golden.pod()).workload(golden.options().rules().customKinds()));
  }

  private static ObjectNode sidecar(ObjectNode pod) {
    return PodView.of(pod).allContainers().stream()
        .filter(container -> container.name().equals(Names.CONTAINER))
        .map(ContainerView::json)
        .findFirst()
        .orElseThrow();
  }

  /// The environment as a kubelet gives it, downward API included.
  private static Map<String, String> environment(ObjectNode container) {
    var environment = new HashMap<String, String>();
    for (var variable : container.get("env")) {
      var reference = variable.path("valueFrom");
      var value =
          reference.has("resourceFieldRef")
              ? "500"
              : reference.at("/fieldRef/fieldPath").asText(variable.path("value").asText());
      environment.put(variable.get("name").textValue(), value);
    }
    return environment;
  }
}
