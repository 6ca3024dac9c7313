package io.metricssidecar.injection.annotations;

import static io.metricssidecar.testing.Property.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.contract.settings.Parsed;
import io.metricssidecar.contract.settings.Problem;
import io.metricssidecar.contract.settings.SettingsSource;
import io.metricssidecar.contract.sidecar.SidecarSettings;
import io.metricssidecar.injection.TestOptions;
import io.metricssidecar.injection.defaults.SidecarDefaults;
import io.metricssidecar.injection.options.InjectionOptions;
import io.metricssidecar.testing.Tally;
import io.metricssidecar.testing.generators.Gen;
import io.metricssidecar.testing.generators.Gens;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Where the value of a setting comes from.
class PodAnnotationsTest {
  private static final Map<String, String> NONE = Map.of();

  @Test
  void thePodComesBeforeTheNamespaceAndThatBeforeTheInstallation() {
    var pod = keyed("mode", "enforce");
    var namespace = keyed("mode", "observe", "guard", "off");
    var installation = keyed("mode", "local", "guard", "redistribute", "warm-up", "60s");

    assertThat(read(pod, namespace, installation))
        .isEqualTo(read(keyed("mode", "enforce", "guard", "off", "warm-up", "60s"), NONE, NONE));
  }

  @Test
  void namesThePlaceOfAMistake() {
    var parsed =
        read(
            keyed("mode", "fast"),
            keyed("mode", "slow", "cpu-threshold-percent", "60"),
            keyed("cpu-recovery-percent", "70"));

    assertThat(parsed.value().settings()).isEqualTo(settings(keyed("cpu-threshold-percent", "60")));
    assertThat(parsed.problems())
        .containsExactly(
            new Problem("metrics-sidecar/mode", "fast", "one of auto, enforce, observe, local"));
    assertThat(parsed.warnings())
        .containsExactly(
            "the installation's default of metrics-sidecar/cpu-recovery-percent is \"70\": expected"
                + " a number from 0 to 100, lower than the namespace's annotation"
                + " metrics-sidecar/cpu-threshold-percent (60)",
            "the namespace's annotation metrics-sidecar/mode is \"slow\": expected one of auto,"
                + " enforce, observe, local");
  }

  /// A patch, an image or a container's name belongs to one pod, and the opt-in is a label.
  @Test
  void whatIsNoDefaultIsReportedAndIgnoredOnANamespace() {
    var namespace =
        keyed("container", "app", "image", "other:1", "injection", "enabled", "modus", "observe");

    var parsed = read(NONE, namespace, NONE);

    assertThat(parsed.value()).isEqualTo(read(NONE, NONE, NONE).value());
    assertThat(parsed.problems()).isEmpty();
    assertThat(parsed.warnings())
        .containsExactly(
            "the namespace's annotation metrics-sidecar/container is \"app\": expected no"
                + " annotation of this name",
            "the namespace's annotation metrics-sidecar/image is \"other:1\": expected no"
                + " annotation of this name",
            "the namespace's annotation metrics-sidecar/injection is \"enabled\": expected no"
                + " annotation of this name",
            "the namespace's annotation metrics-sidecar/modus is \"observe\": expected no"
                + " annotation of this name");
  }

  @Test
  void reportsTheFirstOfManyUnknownAnnotationsOfANamespace() {
    var namespace = new HashMap<String, String>();
    IntStream.range(0, 1_000).forEach(i -> namespace.put("metrics-sidecar/a%03d".formatted(i), ""));

    assertThat(read(NONE, namespace, NONE).warnings())
        .hasSize(20)
        .endsWith(
            "the namespace's annotation metrics-sidecar/a019 is \"\": expected no annotation of"
                + " this name, nor of 980 more");
  }

  @Test
  void aLockedAnnotationChangesNothingAndIsReported() {
    var pod =
        keyed("guard", "off", "cpu-limit", "2", "patch", "[]", "mode", "fast", "warm-up", "60s");
    var installation = keyed("mode", "observe");

    var parsed = readLocked(pod, NONE, installation);

    assertThat(parsed)
        .isEqualTo(
            new Parsed<>(
                read(keyed("warm-up", "60s"), NONE, installation).value(),
                List.of(
                    locked("cpu-limit", "2"),
                    locked("guard", "off"),
                    locked("mode", "fast"),
                    locked("patch", "[]")),
                List.of()));
  }

  @Test
  void aLockedAnnotationMaySayWhatHoldsAnyway() {
    var pod = keyed("guard", "redistribute", "cpu-limit", "250m", "mode", "observe");

    assertThat(readLocked(pod, keyed("mode", "observe"), NONE))
        .isEqualTo(read(NONE, keyed("mode", "observe"), NONE));
  }

  /// A Namespace belongs to those who run the cluster.
  @Test
  void aNamespaceMayChooseWhatIsLocked() {
    var parsed =
        readLocked(keyed("guard", "redistribute"), keyed("guard", "off"), keyed("mode", "observe"));

    assertThat(parsed.value().settings())
        .isEqualTo(settings(keyed("guard", "off", "mode", "observe")));
    assertThat(parsed.problems()).containsExactly(locked("guard", "redistribute"));
  }

  private static Problem locked(String key, String value) {
    return new Problem(
        "metrics-sidecar/" + key, value, "no annotation, because this installation fixes it");
  }

  private static Parsed<PodAnnotations> readLocked(
      Map<String, String> pod, Map<String, String> namespace, Map<String, String> installation) {
    return PodAnnotations.read(
        pod,
        TestOptions.locked(new SidecarDefaults(installation)).in(TestOptions.annotated(namespace)));
  }

  /// Whatever the three places have, the values are those of a pod that has, for each setting, the
  /// first valid text of them; and no place but the pod itself makes a problem.
  @Test
  void theFirstValidValueCounts() {
    var counted = new Tally<String>();
    forAll(
        annotations().list(3, 3),
        2_000,
        places -> {
          var parsed = read(places.get(0), places.get(1), places.get(2));
          var expected = new HashMap<String, String>();
          for (var setting : SidecarDefaults.SETTINGS) {
            IntStream.range(0, places.size())
                .filter(
                    place ->
                        Stream.ofNullable(places.get(place).get(setting.annotation()))
                            .anyMatch(text -> setting.parser().parse(text).isPresent()))
                .findFirst()
                .ifPresent(
                    place -> {
                      counted.add("place " + place);
                      expected.put(
                          setting.annotation(), places.get(place).get(setting.annotation()));
                    });
          }
          assertThat(parsed.value().settings()).isEqualTo(settings(expected));
          assertThat(badKeys(parsed)).isEqualTo(badKeys(read(places.get(0), NONE, NONE)));
        });
    counted.assertMoreThan("place 0", 20);
    counted.assertMoreThan("place 1", 10);
    counted.assertMoreThan("place 2", 5);
  }

  private static List<String> badKeys(Parsed<PodAnnotations> parsed) {
    return parsed.problems().stream().map(Problem::field).toList();
  }

  /// Annotations of an object; recovery values are low enough for every threshold.
  private static Gen<Map<String, String>> annotations() {
    var keys = SidecarDefaults.SETTINGS.stream().map(setting -> setting.annotation()).toList();
    var texts = Gens.of("", "1", "20", "observe", "off", "any", "30s", "true", "debug", "fast");
    return Gens.maps(Gens.elements(keys), texts, keys.size())
        .map(
            map -> {
              var changed = new HashMap<>(map);
              changed.computeIfPresent(
                  "metrics-sidecar/cpu-recovery-percent",
                  (_, text) -> text.equals("20") ? "0.5" : "x");
              changed.computeIfPresent(
                  "metrics-sidecar/memory-recovery-percent",
                  (_, text) -> text.equals("20") ? "0" : "x");
              return changed;
            });
  }

  private static Parsed<PodAnnotations> read(
      Map<String, String> pod, Map<String, String> namespace, Map<String, String> installation) {
    return PodAnnotations.read(pod, options(namespace, installation));
  }

  private static InjectionOptions options(
      Map<String, String> namespace, Map<String, String> installation) {
    return TestOptions.with(new SidecarDefaults(installation)).in(TestOptions.annotated(namespace));
  }

  private static SidecarSettings settings(Map<String, String> annotations) {
    return SidecarSettings.read(SettingsSource.annotations(annotations)).value();
  }

  /// Annotations by pairs of key, without prefix, and value.
  private static Map<String, String> keyed(String... pairs) {
    var keyed = new HashMap<String, String>();
    for (var i = 0; i < pairs.length; i += 2) {
      keyed.put("metrics-sidecar/" + pairs[i], pairs[i + 1]);
    }
    return keyed;
  }
}
