package io.metricssidecar.charts.warnings;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.metricssidecar.charts.Chart;
import io.metricssidecar.charts.Yaml;
import io.metricssidecar.charts.policies.AdmissionPolicy;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.Labels;
import io.metricssidecar.contract.settings.SettingsSource;
import io.metricssidecar.contract.sidecar.SidecarSetting;
import io.metricssidecar.contract.sidecar.SidecarSettings;
import io.metricssidecar.injection.pod.ContainerView;
import io.metricssidecar.injection.pod.MeasuredContainer;
import io.metricssidecar.injection.pod.PodView;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The policy that warns of workloads none of whose pods will be shed, or which a shed holds up.
class WorkloadWarningsTest {
  private static final AdmissionPolicy POLICY =
      AdmissionPolicy.of(Chart.rendered(), "metrics-sidecar-workloads");

  private static final AppliedWorkload DEPLOYMENT = AppliedWorkload.of("Deployment");
  private static final String FLOOR = SidecarSetting.MINIMUM_PODS.annotation();
  private static final String MODE = SidecarSetting.MODE.annotation();
  private static final Pattern AT_MOST = Pattern.compile("expected at most (\\d+) with");

  @ParameterizedTest
  @ValueSource(strings = {"Deployment", "StatefulSet", "ReplicaSet"})
  void saysNothingOfARightOne(String kind) {
    assertThat(POLICY.warnings(AppliedWorkload.of(kind).created())).isEmpty();
  }

  /// Number of slots by the floor, as the sidecars count them.
  @ParameterizedTest
  @ValueSource(
      strings = {"0", "10", "49.99", "50", "50.01", "66", "66.66", "66.67", "75", "99.99", "x"})
  void warnsWhereTheFloorLeavesNoSlot(String floor) {
    var expected = new TreeMap<Integer, Boolean>();
    var warned = new TreeMap<Integer, Boolean>();
    for (var replicas = 2; replicas <= 12; replicas++) {
      var warnings = POLICY.warnings(of(replicas, floor).created());
      expected.put(replicas, slots(replicas, floor) == 0);
      warned.put(replicas, !warnings.isEmpty());
      for (var warning : warnings) {
        var most = AT_MOST.matcher(warning);
        assertThat(most.find()).as(warning).isTrue();
        assertThat(slots(replicas, most.group(1))).as(warning).isEqualTo(1);
      }
    }

    assertThat(warned).isEqualTo(expected);
  }

  private static AppliedWorkload of(int replicas, String floor) {
    return DEPLOYMENT.spec(Map.of("replicas", (long) replicas)).with(FLOOR, floor);
  }

  private static int slots(int replicas, String floor) {
    return SidecarSettings.read(SettingsSource.annotations(Map.of(FLOOR, floor)))
        .value()
        .shedding()
        .slots(replicas);
  }

  @ParameterizedTest
  @ValueSource(strings = {"100", "100.0", "100.00"})
  void saysThatAFloorOfAllKeepsAll(String floor) {
    assertThat(POLICY.warnings(of(3, floor).created()))
        .containsExactly(
            "metrics-sidecar/minimum-pods-percent is \"%s\": expected less than 100, because no pod"
                    .formatted(floor)
                + " is ever shed at this floor");
  }

  @Test
  void saysHowLowTheFloorMustBe() {
    assertThat(POLICY.warnings(of(3, "70").created()))
        .containsExactly(
            "metrics-sidecar/minimum-pods-percent is \"70\": expected at most 66 with 3 replicas,"
                + " because the floor keeps all of them");
  }

  /// The API server writes the default.
  @Test
  void saysThatASinglePodIsNeverShed() {
    for (var spec : List.of(Map.<String, Object>of("replicas", 1L), Map.<String, Object>of())) {
      assertThat(POLICY.warnings(DEPLOYMENT.spec(spec).created()))
          .containsExactly(
              "spec.replicas is 1: expected 2 or more, here or by an autoscaler, because a single"
                  + " pod is never shed");
    }
    assertThat(POLICY.warnings(DEPLOYMENT.spec(Map.of("replicas", 0L)).created())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "auto | , with which mode auto only observes",
        "enforce | , with which a shed pod holds up scaling and updates",
        "local | , with which a shed pod holds up scaling and updates",
        "soft | , with which mode auto only observes",
      })
  void saysWhatAShedHoldsUpInAnOrderedStatefulSet(String mode, String what) {
    var ordered = AppliedWorkload.of("StatefulSet").with(MODE, mode);
    for (var spec :
        List.of(
            Map.<String, Object>of("replicas", 3L),
            Map.<String, Object>of("replicas", 3L, "podManagementPolicy", "OrderedReady"))) {
      assertThat(POLICY.warnings(ordered.spec(spec).created()))
          .containsExactly(
              "spec.podManagementPolicy is OrderedReady%s: expected Parallel, or".formatted(what)
                  + " metrics-sidecar/mode: observe");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "auto | mode auto only observes the pods of a DaemonSet, because an update deletes all"
            + " unready ones at once",
        "enforce | an update of a DaemonSet deletes all shed pods at once",
      })
  void saysWhatAnUpdateOfADaemonSetDoes(String mode, String what) {
    var daemons = AppliedWorkload.of("DaemonSet").spec(Map.of()).with(MODE, mode);

    assertThat(POLICY.warnings(daemons.created()))
        .containsExactly(what + ": expected metrics-sidecar/mode: observe");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob"})
  void saysNothingWhereShedsAreOnlyObserved(String kind) {
    var observed =
        AppliedWorkload.of(kind)
            .spec(Map.of("replicas", 1L, "podManagementPolicy", "OrderedReady"))
            .with(FLOOR, "100")
            .with(MODE, "observe");

    assertThat(POLICY.warnings(observed.created())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Job", "CronJob"})
  void saysThatPodsThatCompleteAreNeverShed(String kind) {
    assertThat(POLICY.warnings(AppliedWorkload.of(kind).with(FLOOR, "100").created()))
        .containsExactly(
            "the pods of a %s run to completion and are therefore never shed: expected"
                    .formatted(kind)
                + " metrics-sidecar/mode: observe, or no annotation metrics-sidecar/enabled");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "both   |   |  | cpu and memory",
        "any    |   |  | cpu and memory",
        "x      |   |  | cpu and memory",
        "both   | cpu    | | -",
        "both   | memory | | -",
        "both   | | cpu    | -",
        "cpu    | memory | | cpu",
        "cpu    | cpu    | | -",
        "cpu    | | cpu    | -",
        "memory | cpu | cpu | memory",
        "memory | memory | | -",
      })
  void saysThatNothingIsLeftToMeasure(
      String overloadWhen, String limited, String podLimited, String missing) {
    var pod =
        Map.<String, Object>of(
            "containers",
            List.of(AppliedWorkload.container("app", limits(limited))),
            "resources",
            Map.of("limits", limits(podLimited)));
    var workload =
        DEPLOYMENT.pod(pod).with(SidecarSetting.OVERLOAD_WHEN.annotation(), overloadWhen);

    assertThat(POLICY.warnings(workload.created()))
        .isEqualTo(
            missing == null
                ? List.of()
                : List.of(
                    "container app has no limit of %s, which the sidecar therefore ignores: nothing"
                            .formatted(missing)
                        + " is left to measure, unless a LimitRange sets a limit"));
  }

  private static Map<String, String> limits(String resource) {
    return resource == null || resource.isEmpty() ? Map.of("cpu", "0") : Map.of(resource, "1");
  }

  static Stream<List<String>> containers() {
    return Stream.concat(
        MeasuredContainer.PROXIES.stream().map(proxy -> List.of(proxy, "app")),
        Stream.of(
            List.of("app", "other"),
            List.of("other", "app"),
            List.of("proxy", "app"),
            List.of("envoy"),
            List.of("envoy", "daprd")));
  }

  @ParameterizedTest
  @MethodSource("containers")
  void measuresTheContainerThatTheWebhookChooses(List<String> names) {
    for (var annotations :
        List.of(
            Map.of(Annotations.ENABLED, "true"),
            Map.of(Annotations.ENABLED, "true", Annotations.DEFAULT_CONTAINER, "app"),
            Map.of(Annotations.ENABLED, "true", Annotations.DEFAULT_CONTAINER, "nobody"),
            Map.of(
                Annotations.ENABLED,
                "true",
                Annotations.DEFAULT_CONTAINER,
                "other",
                SidecarSetting.CONTAINER.annotation(),
                "app"),
            Map.of(Annotations.ENABLED, "true", SidecarSetting.CONTAINER.annotation(), "nobody"))) {
      var pod =
          Map.<String, Object>of(
              "containers",
              names.stream().map(name -> AppliedWorkload.container(name, Map.of())).toList());
      var measured =
          Yaml.list(
              POLICY.variable("measured", DEPLOYMENT.pod(pod).annotated(annotations).created()));

      assertThat(measured.stream().findFirst().map(container -> Yaml.at(container, "name")))
          .as("%s of %s", annotations, names)
          .isEqualTo(MeasuredContainer.of(view(annotations, pod)).map(ContainerView::name));
    }
  }

  private static PodView view(Map<String, String> annotations, Map<String, Object> pod) {
    ObjectNode json =
        new ObjectMapper()
            .valueToTree(Map.of("metadata", Map.of("annotations", annotations), "spec", pod));
    return PodView.of(json);
  }

  @Test
  void saysNothingOfPodsThatDoNotAsk() {
    var silent = DEPLOYMENT.spec(Map.of("replicas", 1L)).with(Annotations.ENABLED, "false");
    var settingsAlone = silent.annotated(Map.of(FLOOR, "100"));

    assertThat(POLICY.warnings(silent.created())).isEmpty();
    assertThat(POLICY.warnings(settingsAlone.created())).isEmpty();
    assertThat(
            POLICY.warnings(
                settingsAlone.inNamespaceWith(Map.of(Labels.INJECTION, Labels.ENABLED)).created()))
        .hasSize(2);
  }
}
