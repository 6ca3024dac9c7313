package io.metricssidecar.contract.sidecar;

import static io.metricssidecar.testing.Property.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.contract.settings.Parsed;
import io.metricssidecar.contract.settings.Problem;
import io.metricssidecar.contract.settings.Setting;
import io.metricssidecar.contract.settings.SettingsSource;
import io.metricssidecar.testing.Tally;
import io.metricssidecar.testing.generators.Gen;
import io.metricssidecar.testing.generators.Gens;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Settings of a source that has defaults in other sources.
class SettingsWithDefaultsTest {
  private static final List<String> TEXTS =
      List.of(
          "", "0", "1", "30", "50.5", "80", "99", "101", "15s", "2m", "true", "false", "any", "cpu",
          "observe", "local", "off", "debug", "8333", "70000", "fast");

  @Test
  void aSettingHasTheFirstValueThatIsNotBad() {
    var own = Map.of("mode", "observe", "guard", "none", "warm-up", "soon", "poll-interval", "20s");
    var first = Map.of("mode", "local", "guard", "off", "warm-up", "never", "max-shed", "2");
    var second = Map.of("guard", "redistribute", "warm-up", "60s", "port", "9000", "max-shed", "3");

    var parsed = read(own, first, second);

    assertThat(parsed)
        .isEqualTo(
            new Parsed<>(
                alone(
                        Map.of(
                            "mode", "observe",
                            "guard", "off",
                            "warm-up", "60s",
                            "poll-interval", "20s",
                            "max-shed", "2",
                            "port", "9000"))
                    .value(),
                List.of(
                    new Problem("metrics-sidecar/guard", "none", "one of redistribute, off"),
                    new Problem(
                        "metrics-sidecar/warm-up",
                        "soon",
                        "a duration from 0s to 86400s, such as 300s")),
                List.of(
                    "metrics-sidecar/warm-up of 1 is \"never\": expected a duration from 0s to"
                        + " 86400s, such as 300s")));
  }

  @Test
  void aBadDefaultThatAnotherValueReplacesIsNotReported() {
    assertThat(read(Map.of("mode", "observe"), Map.of("mode", "fast"), Map.of()))
        .isEqualTo(alone(Map.of("mode", "observe")));
  }

  @Test
  void aRecoveryValueOfTheUserMustBeBelowADefaultThreshold() {
    var parsed =
        read(
            Map.of("cpu-recovery-percent", "70"),
            Map.of("cpu-threshold-percent", "65"),
            Map.of("cpu-recovery-percent", "40"));

    assertThat(parsed)
        .isEqualTo(
            new Parsed<>(
                alone(Map.of("cpu-threshold-percent", "65", "cpu-recovery-percent", "40")).value(),
                List.of(
                    new Problem(
                        "metrics-sidecar/cpu-recovery-percent",
                        "70",
                        "a number from 0 to 100, lower than metrics-sidecar/cpu-threshold-percent"
                            + " of 1 (65)")),
                List.of()));
  }

  @Test
  void aDefaultRecoveryValueThatTheUsersThresholdRulesOutIsNoMistakeOfTheUser() {
    var parsed =
        read(
            Map.of("cpu-threshold-percent", "50"),
            Map.of("cpu-threshold-percent", "90"),
            Map.of("cpu-recovery-percent", "60"));

    assertThat(parsed)
        .isEqualTo(
            new Parsed<>(
                alone(Map.of("cpu-threshold-percent", "50")).value(),
                List.of(),
                List.of(
                    "metrics-sidecar/cpu-recovery-percent of 2 is \"60\": expected a number from 0"
                        + " to 100, lower than metrics-sidecar/cpu-threshold-percent (50)")));
  }

  /// Whatever the sources hold, the result is that of one source which holds, for each setting, the
  /// first text that is a value.
  @Test
  void anySourcesReadLikeTheOneWithTheirFirstValues() {
    var mixed = new Tally<Boolean>();
    forAll(
        sources().list(3, 3),
        2_000,
        layers -> {
          var values = firstValues(layers);
          var single = SidecarSettings.read(SettingsSource.annotations(values));
          assertThat(read(layers).value()).isEqualTo(single.value());
          assertThat(single.problems()).isEmpty();
          mixed.add(
              layers.stream().noneMatch(layer -> layer.entrySet().containsAll(values.entrySet())));
        });
    mixed.assertMoreThan(true, 50);
  }

  private static Gen<Map<String, String>> sources() {
    var keys = SidecarSetting.ALL.stream().map(Setting::annotation).toList();
    return Gens.maps(Gens.elements(keys), Gens.elements(TEXTS), keys.size());
  }

  private static Map<String, String> firstValues(List<Map<String, String>> layers) {
    var values = new HashMap<String, String>();
    for (var setting : SidecarSetting.ALL) {
      layers.stream()
          .flatMap(layer -> Stream.ofNullable(layer.get(setting.annotation())))
          .filter(text -> setting.parser().parse(text).isPresent())
          .filter(text -> isBelowTheThreshold(setting, text, values))
          .findFirst()
          .ifPresent(text -> values.put(setting.annotation(), text));
    }
    return values;
  }

  /// Whether a recovery value fits the threshold, which the list of settings has before it.
  private static boolean isBelowTheThreshold(
      Setting<?> setting, String text, Map<String, String> values) {
    return threshold(setting)
        .map(
            threshold ->
                Double.parseDouble(text)
                    < Double.parseDouble(
                        values.getOrDefault(threshold.annotation(), threshold.defaultText())))
        .orElse(true);
  }

  private static Optional<Setting<?>> threshold(Setting<?> setting) {
    if (setting.equals(SidecarSetting.CPU_RECOVERY)) {
      return Optional.of(SidecarSetting.CPU_THRESHOLD);
    }
    return setting.equals(SidecarSetting.MEMORY_RECOVERY)
        ? Optional.of(SidecarSetting.MEMORY_THRESHOLD)
        : Optional.empty();
  }

  /// Reads sources whose keys have no prefix; defaults are numbered from 1.
  private static Parsed<SidecarSettings> read(
      Map<String, String> own, Map<String, String> first, Map<String, String> second) {
    return read(List.of(prefixed(own), prefixed(first), prefixed(second)));
  }

  private static Parsed<SidecarSettings> alone(Map<String, String> own) {
    return SidecarSettings.read(SettingsSource.annotations(prefixed(own)));
  }

  private static Parsed<SidecarSettings> read(List<Map<String, String>> layers) {
    return SidecarSettings.read(
        SettingsSource.annotations(layers.get(0)),
        List.of(
            SettingsSource.annotations(layers.get(1), key -> key + " of 1"),
            SettingsSource.annotations(layers.get(2), key -> key + " of 2")));
  }

  private static Map<String, String> prefixed(Map<String, String> values) {
    var prefixed = new HashMap<String, String>();
    values.forEach((key, value) -> prefixed.put("metrics-sidecar/" + key, value));
    return prefixed;
  }
}
