package io.metricssidecar.charts.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.charts.Chart;
import io.metricssidecar.charts.Component;
import io.metricssidecar.charts.Yaml;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.settings.Setting;
import io.metricssidecar.contract.settings.SettingsReader;
import io.metricssidecar.contract.settings.SettingsSource;
import io.metricssidecar.injection.annotations.LockedAnnotations;
import io.metricssidecar.injection.config.InjectionConfigReader;
import io.metricssidecar.injection.defaults.SidecarDefaults;
import io.metricssidecar.injection.options.NativeSidecars;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The values `sidecar.defaults` and `sidecar.locked`, from their schema to the processes.
class SidecarSettingsValuesTest {
  private static final Path FULL = Chart.FOLDER.resolve("ci/full-values.yaml");

  @Test
  void schemaAllowsWhatTheAnnotationsAllow() {
    var allowed = new HashMap<String, String>();
    Yaml.map(Yaml.at(schema(), "definitions", "sidecarDefaults", "properties"))
        .forEach((key, node) -> allowed.put(key, allowed(Yaml.map(node))));

    var declared = new HashMap<String, String>();
    for (var setting : SidecarDefaults.SETTINGS) {
      declared.put(key(setting), setting.parser().allowed());
    }
    // Recovery values are compared with thresholds, and durations with ranges, by the processes.
    for (var recovery : new String[] {"cpu-recovery-percent", "memory-recovery-percent"}) {
      declared.replace(recovery, "0 to 100, at most two decimals");
    }
    for (var duration : new String[] {"poll-interval", "warm-up"}) {
      declared.replace(duration, "a duration");
    }
    assertThat(allowed).isEqualTo(declared);
  }

  @ParameterizedTest
  @EnumSource
  void processesReadWhatTheValuesSay(Component component) {
    var rendered = Chart.objects(Chart.text(Chart.FOLDER, FULL));
    var environment = component.environment(rendered);
    var settings =
        new SettingsReader(
            SettingsSource.env(
                Map.of(
                    "SIDECAR_DEFAULTS", String.valueOf(environment.get("SIDECAR_DEFAULTS")),
                    "SIDECAR_LOCKED", String.valueOf(environment.get("SIDECAR_LOCKED")))));

    var options = new InjectionConfigReader(settings, "", "amd64").options(NativeSidecars.AUTO);

    assertThat(settings.problems()).isEmpty();
    assertThat(options.rules().locked())
        .isEqualTo(Set.of("metrics-sidecar/guard", "metrics-sidecar/patch"));
    assertThat(options.defaults())
        .isEqualTo(
            new SidecarDefaults(
                Map.of(
                    "metrics-sidecar/mode", "observe",
                    "metrics-sidecar/guard", "off",
                    "metrics-sidecar/overload-when", "cpu",
                    "metrics-sidecar/cpu-threshold-percent", "72.5",
                    "metrics-sidecar/minimum-pods-percent", "60",
                    "metrics-sidecar/max-shed", "1000000",
                    "metrics-sidecar/per-zone-floor", "true",
                    "metrics-sidecar/warm-up", "2m")));
  }

  @Test
  void schemaNamesEveryAnnotationThatCanBeLocked() {
    var items = Yaml.at(schema(), "properties", "sidecar", "properties", "locked", "items", "enum");

    assertThat(Yaml.list(items).stream().map(key -> Annotations.PREFIX + key))
        .containsExactlyElementsOf(LockedAnnotations.KEYS);
  }

  private static Map<String, Object> schema() {
    return Yaml.file(Chart.FOLDER.resolve("values.schema.json"));
  }

  /// What a node of the schema allows, in the words of the settings' tables.
  private static String allowed(Map<String, Object> node) {
    if (node.containsKey("enum")) {
      return String.join(", ", Yaml.list(node.get("enum")).stream().map(Object::toString).toList());
    }
    if (node.get("$ref") instanceof String reference) {
      return reference.endsWith("/duration")
          ? "a duration"
          : allowed(Yaml.map(definition(reference)));
    }
    if ("boolean".equals(node.get("type"))) {
      return "true, false";
    }
    var range = node.get("minimum") + " to " + node.get("maximum");
    return node.containsKey("multipleOf") ? range + ", at most two decimals" : range;
  }

  private static Object definition(String reference) {
    return Yaml.at(schema(), "definitions", reference.substring("#/definitions/".length()));
  }

  private static String key(Setting<?> setting) {
    return setting.annotation().substring(Annotations.PREFIX.length());
  }
}
