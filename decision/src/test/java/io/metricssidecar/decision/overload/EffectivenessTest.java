package io.metricssidecar.decision.overload;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.decision.overload.Pressure.Level;
import org.junit.jupiter.api.Test;

/// Out since second 301; what that did shows from second 341 on, and the second sample judges.
class EffectivenessTest {
  private static Pressure critical(double value) {
    return new Pressure(value, Level.CRITICAL);
  }

  @Test
  void aSampleThatArrivesJustWhenTheEffectShowsIsJudged() {
    var machine =
        MachineFixture.shedding()
            .at(346)
            .fresh(MachineFixture.HIGH)
            .at(361)
            .fresh(MachineFixture.HIGH);

    assertThat(machine.reason()).isEqualTo(Reason.INEFFECTIVE);
  }

  @Test
  void aSampleThatArrivesASecondEarlierIsNot() {
    var machine =
        MachineFixture.shedding()
            .at(345)
            .fresh(MachineFixture.HIGH)
            .at(360)
            .fresh(MachineFixture.HIGH);

    assertThat(machine.state().shedding()).isTrue();
  }

  @Test
  void aFifthOfThePressureLessIsEffectEnough() {
    var machine = MachineFixture.active().at(301).fresh(critical(5)).tick().granted(1);
    machine.at(346).fresh(critical(4)).at(361).fresh(critical(4));

    assertThat(machine.state().shedding()).isTrue();
  }

  @Test
  void lessThanAFifthIsNot() {
    var machine = MachineFixture.active().at(301).fresh(critical(5)).tick().granted(1);
    machine.at(346).fresh(critical(4)).at(361).fresh(critical(4.25));

    assertThat(machine.reason()).isEqualTo(Reason.INEFFECTIVE);
  }
}
