package io.metricssidecar.injection.defaults;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.contract.settings.Parsed;
import io.metricssidecar.contract.settings.Problem;
import io.metricssidecar.contract.sidecar.SidecarSetting;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SidecarDefaultsTest {
  @Test
  void readsKeysAndValues() {
    assertThat(read("mode=observe", "cpu-recovery-percent = 50", "cpu-threshold-percent=60.5"))
        .isEqualTo(
            new Parsed<>(
                new SidecarDefaults(
                    Map.of(
                        "metrics-sidecar/mode", "observe",
                        "metrics-sidecar/cpu-recovery-percent", "50",
                        "metrics-sidecar/cpu-threshold-percent", "60.5")),
                List.of(),
                List.of()));
  }

  @Test
  void comparesARecoveryValueWithTheThresholdThatApplies() {
    assertThat(read("cpu-recovery-percent=60", "cpu-threshold-percent=60").problems())
        .containsExactly(
            new Problem(
                "cpu-recovery-percent in VARIABLE",
                "60",
                "a number from 0 to 100, lower than cpu-threshold-percent in VARIABLE (60)"));
    assertThat(read("memory-recovery-percent=80").problems().stream().map(Problem::message))
        .containsExactly(
            "memory-recovery-percent in VARIABLE is \"80\": expected a number from 0 to 100, lower"
                + " than memory-threshold-percent in VARIABLE (80)");
  }

  @Test
  void theMeasuredContainerHasNoDefault() {
    assertThat(SidecarDefaults.KEYS)
        .hasSize(SidecarSetting.ALL.size() - 1)
        .doesNotContain("metrics-sidecar/container");
    assertThat(read("container=app").problems())
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.message())
                    .startsWith("VARIABLE is \"container=app\": expected one of the keys cpu-"));
  }

  private static Parsed<SidecarDefaults> read(String... entries) {
    return SidecarDefaults.read(List.of(entries), "VARIABLE");
  }
}
