package io.metricssidecar.controller.pause;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.contract.budget.Pause;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PauseCauseTest {
  private static final Instant NOW = Instant.parse("2026-11-22T04:00:00.7Z");
  private static final Pause PERSON = new Pause(Pause.By.PERSON, "", "true");

  /// Empty for what is not known.
  @ParameterizedTest
  @CsvSource({
    "false, false, false, NONE",
    "false, true, false, NAMESPACE",
    "true, true, false, NAMESPACE",
    "true, false, false, INSTALLATION",
    "true, true, true, WORKLOAD",
    "false, , true, WORKLOAD",
    "false, true, , NAMESPACE",
    "true, , , INSTALLATION",
    "false, , false, ",
    "false, false, , ",
    "false, garbage, false, NAMESPACE",
  })
  void isTheFirstThatAsks(
      boolean installation,
      @Nullable String namespace,
      @Nullable Boolean workload,
      @Nullable PauseCause cause) {
    var annotations =
        Optional.ofNullable(namespace).map(text -> Map.of("metrics-sidecar/paused", text));

    assertThat(PauseCause.of(installation, annotations, Optional.ofNullable(workload)))
        .isEqualTo(Optional.ofNullable(cause));
  }

  @ParameterizedTest
  @EnumSource(PauseCause.class)
  void leavesThePauseOfAPerson(PauseCause cause) {
    assertThat(cause.wanted(PERSON, NOW)).isEqualTo(PERSON);
  }

  @Test
  void beginsAndEndsItsOwnAndKeepsItsTimeWhenTheCauseChanges() {
    var begun = PauseCause.WORKLOAD.wanted(null, NOW);
    var later = NOW.plusSeconds(60);

    assertThat(begun)
        .isEqualTo(
            new Pause(Pause.By.CONTROLLER, "2026-11-22T04:00:00Z", "annotation of the workload"));
    assertThat(PauseCause.INSTALLATION.wanted(begun, later))
        .isEqualTo(
            new Pause(Pause.By.CONTROLLER, "2026-11-22T04:00:00Z", "setting of the installation"));
    assertThat(PauseCause.NONE.wanted(begun, later)).isNull();
    assertThat(PauseCause.NONE.wanted(null, later)).isNull();
  }
}
