package io.metricssidecar.decision.proof;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OneSidecarTest {
  /// [OneSidecar] throws where an invariant does not hold.
  @Test
  void shedsOnlyWithAGrantOnFreshEvidenceAndForAWhile() {
    assertThat(new OneSidecar().explore()).isGreaterThan(1_000);
  }
}
