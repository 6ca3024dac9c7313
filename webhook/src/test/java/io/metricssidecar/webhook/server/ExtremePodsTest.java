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

  /// Anybody can send a review of such a pod; looking for a port in it must end. One that declares
  /// every port is too large to be read.
  @Test
  void findsThePortBehindAllThatAPodDeclares() {
    var golden = GoldenPod.read("pod-of-a-deployment");
    var ports = golden.pod().withArray("/spec/containers/0/ports");
    IntStream.rangeClosed(8333, 57_000)
        .forEach(port -> ports.addObject().put("containerPort", port));

    assertThat(
            TestReviews.warnings(
                TestReviews.answer(TestReviews.creating(golden.pod()), golden.options())))
        .contains(
            "metrics-sidecar: port 8333 is used by a container of the pod: the sidecar listens on"
                + " 57001");
  }
}
