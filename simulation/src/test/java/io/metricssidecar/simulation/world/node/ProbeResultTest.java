package io.metricssidecar.simulation.world.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.contract.sidecar.Probe;
import org.junit.jupiter.api.Test;

class ProbeResultTest {
  private static final Probe PROBE = new Probe(0, 5, 5, 2, 1);

  private static ProbeResult after(boolean... outcomes) {
    var result = ProbeResult.INITIAL;
    for (var outcome : outcomes) {
      result = result.after(outcome, PROBE);
    }
    return result;
  }

  @Test
  void aPodIsNotReadyBeforeItsFirstProbe() {
    assertThat(after().ready()).isFalse();
  }

  @Test
  void oneSuccessIsEnough() {
    assertThat(after(true).ready()).isTrue();
    assertThat(after(true, false, false, true).ready()).isTrue();
  }

  @Test
  void oneFailureIsNot() {
    assertThat(after(true, false).ready()).isTrue();
    assertThat(after(true, false, false).ready()).isFalse();
    assertThat(after(true, false, true, false).ready()).isTrue();
  }
}
