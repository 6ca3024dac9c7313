package io.metricssidecar.decision.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metricssidecar.decision.overload.OverloadPolicy;
import org.junit.jupiter.api.Test;

class OneSidecarTest {
  /// [OneSidecar] throws where an invariant does not hold.
  @Test
  void shedsOnlyWithAGrantOnFreshEvidenceAndForAWhile() {
    assertThat(new OneSidecar(OverloadPolicy::next).explore()).isGreaterThan(1_000);
  }

  @Test
  void wouldBeFoundToShedWithoutEnd() {
    assertThatThrownBy(() -> new OneSidecar(SlotLeak.SHEDS_WITHOUT_END).explore())
        .hasMessageStartingWith("I4: ");
  }

  @Test
  void wouldBeFoundToShedByTheGrantOfAnEarlierRequest() {
    assertThatThrownBy(() -> new OneSidecar(Shortcut.LATEGRANT).explore())
        .hasMessageStartingWith("shed without a grant: ");
  }
}
