package io.metricssidecar.decision.proof;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/// The checker finds a slot that is never given back, although no floor is broken and although the
/// adversary might delete its pod.
class SlotLeakTest {
  /// Among all pods, their timers in any order.
  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "READS_READINESS_ONCE")
  void isFoundAmongAllPods(SlotLeak leak) {
    var size = new Size(2, 1);

    var verdict =
        new Explorer(size, () -> leak.protocol(size), Explorer.Names.INTERCHANGEABLE).explore();

    assertThat(verdict.broken()).isEmpty();
    assertThat(verdict.stuck()).isPositive();
  }
}
