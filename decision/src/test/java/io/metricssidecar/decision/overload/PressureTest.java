package io.metricssidecar.decision.overload;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.contract.settings.SettingsSource;
import io.metricssidecar.contract.sidecar.SidecarSettings;
import io.metricssidecar.decision.overload.Pressure.Level;
import io.metricssidecar.decision.overload.Pressure.Utilization;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PressureTest {
  /// Threshold 80 %, recovery 60 %, critical above 95 %; empty where there is no limit.
  @ParameterizedTest
  @CsvSource({
    "both,   0.59, 0.59, LOW",
    "both,   0.59, 0.99, LOW",
    "both,   0.60, 0.99, MID",
    "both,   0.80, 0.99, MID",
    "both,   0.81, 0.81, HIGH",
    "both,   0.96, 0.80, MID",
    "both,   0.96, 0.81, CRITICAL",
    "both,   0.81, 0.96, CRITICAL",
    "both,   0.95, 0.95, HIGH",
    "both,   0.96, 0.96, CRITICAL",
    "both,       , 0.81, HIGH",
    "both,   0.96,     , CRITICAL",
    "both,       ,     , ",
    "any,    0.59, 0.59, LOW",
    "any,    0.59, 0.60, MID",
    "any,    0.10, 0.81, HIGH",
    "any,    0.96, 0.10, CRITICAL",
    "any,        , 0.81, HIGH",
    "any,        ,     , ",
    "cpu,    0.59, 0.99, LOW",
    "cpu,    0.81, 0.10, HIGH",
    "cpu,    0.96, 0.10, CRITICAL",
    "cpu,        , 0.99, ",
    "memory, 0.99, 0.59, LOW",
    "memory, 0.10, 0.81, HIGH",
    "memory, 0.10, 0.96, CRITICAL",
    "memory, 0.99,     , "
  })
  void isJudgedByTheResourcesThatTheUserNames(
      String when, @Nullable Double cpu, @Nullable Double memory, @Nullable Level level) {
    assertThat(
            Pressure.of(new Utilization(cpu, memory), settings(Map.of("OVERLOAD_WHEN", when)))
                .map(Pressure::level))
        .isEqualTo(Optional.ofNullable(level));
  }

  @ParameterizedTest
  @CsvSource({"0.4, -1.0", "0.6, 0.0", "0.7, 0.5", "0.8, 1.0", "1.0, 2.0", "1.2, 3.0"})
  void isZeroAtTheRecoveryMarkAndOneAtTheThreshold(double ratio, double value) {
    var pressure =
        Pressure.of(new Utilization(ratio, null), settings(Map.of("OVERLOAD_WHEN", "cpu")));

    assertThat(String.format(Locale.ROOT, "%.6f", pressure.orElseThrow().value()))
        .isEqualTo(String.format(Locale.ROOT, "%.6f", value));
  }

  @Test
  void isCriticalBeyondTheLimitWhenTheThresholdIsTheLimit() {
    var settings =
        settings(Map.of("OVERLOAD_WHEN", "memory", "RESOURCE_THRESHOLD_MEMORY_PERCENT", "100"));

    assertThat(Pressure.of(new Utilization(null, 1.0), settings).orElseThrow().level())
        .isEqualTo(Level.MID);
    assertThat(Pressure.of(new Utilization(null, 1.01), settings).orElseThrow().level())
        .isEqualTo(Level.CRITICAL);
  }

  @Test
  void putsEachResourceOnItsOwnScale() {
    var env = new HashMap<String, String>();
    env.put("RESOURCE_THRESHOLD_CPU_PERCENT", "50");
    env.put("RECOVERY_CPU_PERCENT", "25");
    env.put("RESOURCE_THRESHOLD_MEMORY_PERCENT", "90");
    env.put("RECOVERY_MEMORY_PERCENT", "80");

    assertThat(Pressure.of(new Utilization(0.5, 0.8), settings(env)))
        .contains(new Pressure(0, Level.MID));
  }

  private static SidecarSettings settings(Map<String, String> env) {
    return SidecarSettings.read(SettingsSource.env(env)).value();
  }
}
