package io.metricssidecar.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TallyTest {
  @Test
  void acceptsAShareAboveTheBound() {
    var tally = new Tally<String>();
    tally.add("shed");
    tally.add("stayed");
    tally.add("stayed");

    tally.assertMoreThan("shed", 33);
    tally.assertMoreThan("stayed", 66);

    assertThat(tally).hasToString("{shed=1, stayed=2}");
  }

  @Test
  void refusesAShareThatOnlyReachesTheBound() {
    var tally = new Tally<String>();
    tally.add("shed");
    tally.add("stayed");

    assertThatThrownBy(() -> tally.assertMoreThan("shed", 50))
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            "shed was met in 50.00 %% of 2 cases, must be more than 50.0 %% (seed %s):"
                    .formatted(Seed.ofThisRun())
                + " {shed=1, stayed=1}");
  }

  @Test
  void refusesAKindThatNeverCame() {
    assertThatThrownBy(() -> new Tally<String>().assertMoreThan("shed", 0))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("shed was met in 0.00 % of 0 cases");
  }
}
