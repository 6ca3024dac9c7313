package io.metricssidecar.decision.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.decision.overload.OverloadPolicy;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// L1 and the premise of I1b, with timers that keep their order.
class TimedSidecarTest {
  /// A second until the kubelet notices, and one until it has reported.
  private static final Duration READY_WAIT = Duration.ofSeconds(2);

  private static TimedExplorer.Verdict explore(Transition transition, Duration readyWait) {
    return new TimedExplorer(new TimedSidecar(transition, readyWait)).explore();
  }

  /// From every state, also those that only faults lead to, each path without further faults frees
  /// the slot, whatever the samples say.
  @Test
  void everySlotBecomesFreeOnceNothingFails() {
    var verdict = explore(OverloadPolicy::next, READY_WAIT);

    assertThat(verdict.broken()).isEmpty();
    assertThat(verdict.never()).isZero();
    assertThat(verdict.held()).isGreaterThan(500);
  }

  @ParameterizedTest
  @EnumSource
  void aSlotThatIsNeverGivenBackIsFound(SlotLeak leak) {
    var verdict = explore(leak, READY_WAIT);

    assertThat(verdict.broken()).isEmpty();
    assertThat(verdict.never()).isPositive();
  }

  /// The wait is as long as it has to be: readiness that is read at once, or a second early, may be
  /// older than the last verdict of the kubelet.
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void readinessThatIsReadTooEarlyIsFound(int seconds) {
    assertThat(explore(OverloadPolicy::next, Duration.ofSeconds(seconds)).broken())
        .contains("I1b: is not ready because of us, without a slot");
  }
}
