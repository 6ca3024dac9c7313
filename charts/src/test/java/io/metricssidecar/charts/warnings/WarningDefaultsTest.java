package io.metricssidecar.charts.warnings;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.charts.Chart;
import io.metricssidecar.charts.Component;
import io.metricssidecar.charts.policies.AdmissionPolicy;
import io.metricssidecar.contract.settings.Parsed;
import io.metricssidecar.contract.settings.Problem;
import io.metricssidecar.contract.settings.SettingsReader;
import io.metricssidecar.contract.settings.SettingsSource;
import io.metricssidecar.contract.sidecar.Shedding;
import io.metricssidecar.contract.sidecar.SidecarSetting;
import io.metricssidecar.injection.annotations.PodAnnotations;
import io.metricssidecar.injection.config.InjectionConfigReader;
import io.metricssidecar.injection.options.NamespaceFacts;
import io.metricssidecar.injection.options.NativeSidecars;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the warnings make of a value that is not on the pod template: the Namespace's annotation
/// and the chart's default count as they do for the webhook.
class WarningDefaultsTest {
  private static final String WORKLOADS = "metrics-sidecar-workloads";
  private static final String ANNOTATIONS = "metrics-sidecar-annotations";
  private static final String FLOOR = SidecarSetting.MINIMUM_PODS.annotation();
  private static final String MODE = SidecarSetting.MODE.annotation();
  private static final String OVERLOAD_WHEN = SidecarSetting.OVERLOAD_WHEN.annotation();
  private static final String THRESHOLD = SidecarSetting.CPU_THRESHOLD.annotation();
  private static final String RECOVERY = SidecarSetting.CPU_RECOVERY.annotation();

  /// A chart that is rendered with settings of its own.
  ///
  /// @param rendered objects
  private record Installation(Map<String, Object> rendered) {
    static Installation of(String... settings) {
      return new Installation(Chart.rendered(settings));
    }

    List<String> warnings(String policy, AppliedWorkload workload) {
      return AdmissionPolicy.of(rendered, policy).warnings(workload.created());
    }

    /// What the webhook of this installation reads of such a pod.
    Parsed<PodAnnotations> read(Map<String, String> annotations, Map<String, String> ofNamespace) {
      var env = new HashMap<String, String>();
      Component.WEBHOOK
          .environment(rendered)
          .forEach((name, value) -> env.put(name, String.valueOf(value)));
      var options =
          new InjectionConfigReader(new SettingsReader(SettingsSource.env(env)), "", "amd64")
              .options(NativeSidecars.AUTO)
              .in(new NamespaceFacts(ofNamespace, List.of(), List.of(), true));
      return PodAnnotations.read(annotations, options);
    }

    Shedding shedding(Map<String, String> annotations, Map<String, String> ofNamespace) {
      return read(annotations, ofNamespace).value().settings().shedding();
    }
  }

  /// Every mix of the places of a floor, with one that is missing or bad in some.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "sidecar.defaults.mode=auto",
        "sidecar.defaults.minimum-pods-percent=70",
        "sidecar.defaults.minimum-pods-percent=100",
        "sidecar.locked[0]=minimum-pods-percent"
      })
  void countTheFloorThatTheWebhookCounts(String setting) {
    var installation = Installation.of(setting);
    var expected = new TreeMap<String, Boolean>();
    var warned = new TreeMap<String, Boolean>();
    for (var own : List.of("", "x", "50", "75", "100.0")) {
      for (var ofNamespace : List.of("", "101", "0", "66.67", "100")) {
        var workload = workload("Deployment", Map.of(FLOOR, own), Map.of(FLOOR, ofNamespace));
        var mix = "template '%s', namespace '%s'".formatted(own, ofNamespace);
        var slots =
            installation
                .shedding(present(Map.of(FLOOR, own)), present(Map.of(FLOOR, ofNamespace)))
                .slots(3);
        expected.put(mix, slots == 0);
        warned.put(mix, !installation.warnings(WORKLOADS, workload).isEmpty());
      }
    }

    assertThat(warned).isEqualTo(expected);
    assertThat(expected.values()).contains(true, false);
  }

  @Test
  void nameThePlaceOfTheFloor() {
    assertThat(
            Installation.of()
                .warnings(WORKLOADS, workload("Deployment", Map.of(), Map.of(FLOOR, "100"))))
        .containsExactly(
            "the namespace's annotation metrics-sidecar/minimum-pods-percent is \"100\": expected"
                + " less than 100, because no pod is ever shed at this floor");
    assertThat(
            Installation.of("sidecar.defaults.minimum-pods-percent=70")
                .warnings(WORKLOADS, workload("Deployment", Map.of(), Map.of())))
        .containsExactly(
            "the installation's default of metrics-sidecar/minimum-pods-percent is \"70\": expected"
                + " at most 66 with 3 replicas, because the floor keeps all of them");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sidecar.defaults.guard=off",
        "sidecar.defaults.mode=observe",
        "sidecar.defaults.mode=enforce",
        "sidecar.locked[0]=mode"
      })
  void judgeTheModeThatTheWebhookReads(String setting) {
    var installation = Installation.of(setting);
    var expected = new TreeMap<String, List<String>>();
    var warnings = new TreeMap<String, List<String>>();
    for (var own : List.of("", "soft", "auto", "observe", "local")) {
      for (var ofNamespace : List.of("", "soft", "enforce", "observe")) {
        var workload = workload("DaemonSet", Map.of(MODE, own), Map.of(MODE, ofNamespace));
        var mix = "template '%s', namespace '%s'".formatted(own, ofNamespace);
        var mode =
            installation
                .shedding(present(Map.of(MODE, own)), present(Map.of(MODE, ofNamespace)))
                .mode();
        expected.put(
            mix,
            switch (mode) {
              case OBSERVE -> List.of();
              case AUTO ->
                  List.of(
                      "mode auto only observes the pods of a DaemonSet, because an update deletes"
                          + " all unready ones at once: expected metrics-sidecar/mode: observe");
              case ENFORCE, LOCAL ->
                  List.of(
                      "an update of a DaemonSet deletes all shed pods at once: expected"
                          + " metrics-sidecar/mode: observe");
            });
        warnings.put(mix, installation.warnings(WORKLOADS, workload));
      }
    }

    assertThat(warnings).isEqualTo(expected);
  }

  /// The container has a limit of memory alone.
  @Test
  void judgeTheLimitsOfTheResourcesThatCount() {
    var limited =
        Map.<String, Object>of(
            "containers", List.of(AppliedWorkload.container("app", Map.of("memory", "1Gi"))));
    var byCpu = Installation.of("sidecar.defaults.overload-when=cpu");
    var missing =
        List.of(
            "container app has no limit of cpu, which the sidecar therefore ignores: nothing is"
                + " left to measure, unless a LimitRange sets a limit");

    assertThat(byCpu.warnings(WORKLOADS, workload("Deployment", Map.of(), Map.of()).pod(limited)))
        .isEqualTo(missing);
    assertThat(
            byCpu.warnings(
                WORKLOADS,
                workload("Deployment", Map.of(), Map.of(OVERLOAD_WHEN, "memory")).pod(limited)))
        .isEmpty();
    assertThat(
            Installation.of()
                .warnings(
                    WORKLOADS,
                    workload("Deployment", Map.of(), Map.of(OVERLOAD_WHEN, "cpu")).pod(limited)))
        .isEqualTo(missing);
  }

  /// A recovery value on the template is compared with the threshold of any place, whose sentence
  /// is that of the webhook.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "sidecar.defaults.mode=auto",
        "sidecar.defaults.cpu-threshold-percent=65",
        "sidecar.locked[0]=cpu-threshold-percent"
      })
  void compareTheRecoveryWithTheThresholdOfAnyPlace(String setting) {
    var installation = Installation.of(setting);
    var expected = new TreeMap<String, List<String>>();
    var warnings = new TreeMap<String, List<String>>();
    for (var own : List.of("", "71")) {
      for (var ofNamespace : List.of("", "x", "60.5", "90")) {
        for (var recovery : List.of("60", "64", "70", "79.99", "80")) {
          var locked = setting.contains("locked") && !own.isEmpty();
          var annotations = present(Map.of(THRESHOLD, own, RECOVERY, recovery));
          var problems =
              installation.read(annotations, present(Map.of(THRESHOLD, ofNamespace))).problems();
          var mix = "template '%s', namespace '%s', '%s'".formatted(own, ofNamespace, recovery);
          expected.put(
              mix,
              problems.stream()
                  .filter(problem -> !locked || problem.field().equals(RECOVERY))
                  .map(Problem::message)
                  .toList());
          warnings.put(
              mix,
              installation.warnings(
                  ANNOTATIONS,
                  workload("Deployment", annotations, Map.of(THRESHOLD, ofNamespace))));
        }
      }
    }

    assertThat(warnings).isEqualTo(expected);
    assertThat(expected.values()).contains(List.of()).anyMatch(list -> list.size() == 1);
  }

  private static AppliedWorkload workload(
      String kind, Map<String, String> annotations, Map<String, String> ofNamespace) {
    var workload = AppliedWorkload.of(kind).inNamespaceAnnotated(present(ofNamespace));
    for (var annotation : present(annotations).entrySet()) {
      workload = workload.with(annotation.getKey(), annotation.getValue());
    }
    return workload;
  }

  /// Without the annotations whose text is empty.
  private static Map<String, String> present(Map<String, String> annotations) {
    return annotations.entrySet().stream()
        .filter(annotation -> !annotation.getValue().isEmpty())
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
