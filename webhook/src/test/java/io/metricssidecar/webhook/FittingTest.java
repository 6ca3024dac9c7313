package io.metricssidecar.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FittingTest {
  /// Anybody can send a review of such a pod; looking for a port in it must end.
  @Test
  void skipsAPodWhoseContainersSayThatTheyListenOnEveryPort() {
    var golden = GoldenPod.read("pod-of-a-deployment");
    var ports = golden.pod().withArray("/spec/containers/0/ports");
    IntStream.rangeClosed(1, 65_535).forEach(port -> ports.addObject().put("containerPort", port));

    assertThat(Reviews.warnings(Reviews.answer(Reviews.creating(golden.pod()), golden.options())))
        .containsExactly(
            "metrics-sidecar: the pod gets no sidecar because its containers say that they listen"
                + " on every port there is");
  }
}
