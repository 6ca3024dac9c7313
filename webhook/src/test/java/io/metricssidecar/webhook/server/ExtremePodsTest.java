package io.metricssidecar.webhook.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.injection.GoldenPod;
import io.metricssidecar.injection.pod.PodView;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExtremePodsTest {
  @Test
  void skipsAPodWhoseAnnotationsWouldBecomeMoreThanAnApiServerTakes() {
    var golden = GoldenPod.read("pod-of-a-deployment");
    golden.pod().withObject("/metadata/annotations").put("example.com/big", "x".repeat(230 * 1024));

    assertThat(
            TestReviews.warnings(
                TestReviews.answer(TestReviews.creating(golden.pod()), golden.options())))
        .containsExactly(
            "metrics-sidecar: the pod gets no sidecar because its annotations leave no space for"
                + " ours within the limit of 256 KiB");
  }

  /// The status annotation repeats what is wrong, but not without end.
  @Test
  void addsLittleToAPodThatHasEveryAnnotationWrong() {
    var golden = GoldenPod.read("pod-of-a-deployment");
    var annotations = golden.pod().withObject("/metadata/annotations");
    IntStream.range(0, 1_000)
        .forEach(
            number ->
                annotations.put(
                    "metrics-sidecar/wrong-%d".formatted(number), "\u0001".repeat(100)));

    var after = TestReviews.inject(golden);

    assertThat(after.toString().length() - golden.pod().toString().length())
        .isLessThan(PodView.ANNOTATION_SPACE);
  }

  /// Anybody can send a review of such a pod; looking for a port in it must end.
  @Test
  void skipsAPodWhoseContainersSayThatTheyListenOnEveryPort() {
    var golden = GoldenPod.read("pod-of-a-deployment");
    var ports = golden.pod().withArray("/spec/containers/0/ports");
    IntStream.rangeClosed(1, 65_535).forEach(port -> ports.addObject().put("containerPort", port));

    assertThat(
            TestReviews.warnings(
                TestReviews.answer(TestReviews.creating(golden.pod()), golden.options())))
        .containsExactly(
            "metrics-sidecar: the pod gets no sidecar because its containers declare every port"
                + " that the sidecar could listen on");
  }
}
