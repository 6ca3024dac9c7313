package io.metricssidecar.simulation.world.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {
  private static final List<String> BOTH = List.of("a", "b");

  private static double sum(Spread spread) {
    return spread.connections().values().stream().mapToDouble(share -> share).sum();
  }

  @Test
  void allReadyPodsGetTheSame() {
    var spread = Spread.NONE.after(BOTH, BOTH, 0.1);
    assertThat(spread.share("a", BOTH, 0.5)).isCloseTo(0.5, within(1e-9));
    assertThat(spread.share("b", BOTH, 0.5)).isCloseTo(0.5, within(1e-9));
  }

  @Test
  void aPodThatIsShedKeepsItsConnectionsUntilTheyEnd() {
    var spread = Spread.NONE.after(BOTH, BOTH, 0.1).after(BOTH, List.of("b"), 0.1);
    assertThat(spread.share("a", List.of("b"), 0.4)).isCloseTo(0.4 * 0.45, within(1e-9));
    assertThat(sum(spread)).isCloseTo(1, within(1e-9));
  }

  @Test
  void connectionsOfAPodThatEndedGoToTheOthersAtOnce() {
    var spread = Spread.NONE.after(BOTH, BOTH, 0.1).after(List.of("b"), List.of("b"), 0.1);
    assertThat(spread.share("b", List.of("b"), 0.4)).isCloseTo(1, within(1e-9));
  }

  @Test
  void withoutAReadyPodRequestsGoNowhere() {
    var spread = Spread.NONE.after(BOTH, List.of(), 0.1);
    assertThat(sum(spread)).isZero();
    assertThat(spread.share("a", List.of(), 0.5)).isZero();
  }
}
