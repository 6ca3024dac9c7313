package io.metricssidecar.charts.warnings;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.charts.Chart;
import io.metricssidecar.charts.Yaml;
import io.metricssidecar.charts.policies.AdmissionPolicy;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.Labels;
import io.metricssidecar.contract.settings.Problem;
import io.metricssidecar.contract.settings.Setting;
import io.metricssidecar.contract.settings.SettingsSource;
import io.metricssidecar.contract.sidecar.SidecarSetting;
import io.metricssidecar.contract.sidecar.SidecarSettings;
import io.metricssidecar.injection.annotations.InjectionAnnotation;
import io.metricssidecar.injection.annotations.PodAnnotations;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The policy that warns of annotations in the wrong place, unknown or invalid. It says what the
/// webhook says of the pods, in the same words.
class AnnotationWarningsTest {
  private static final AdmissionPolicy POLICY =
      AdmissionPolicy.of(Chart.rendered(), "metrics-sidecar-annotations");

  private static final AppliedWorkload DEPLOYMENT = AppliedWorkload.of("Deployment");
  private static final String MODE = SidecarSetting.MODE.annotation();
  private static final String PAUSED = "metrics-sidecar/paused";

  /// Settings that the policy leaves to the webhook: the name of an image and a JSON patch; and the
  /// container, whose text is always allowed.
  private static final Set<Setting<?>> NOT_JUDGED =
      Set.of(InjectionAnnotation.IMAGE, InjectionAnnotation.PATCH, SidecarSetting.CONTAINER);

  static List<Setting<?>> judged() {
    return Stream.of(SidecarSetting.ALL, InjectionAnnotation.ALL)
        .<Setting<?>>flatMap(List::stream)
        .filter(setting -> !NOT_JUDGED.contains(setting))
        .toList();
  }

  /// Texts of every format, at its limits, and near misses.
  private static Set<String> texts() {
    var texts =
        new ArrayList<>(
            List.of(
                ("true false True yes auto both any cpu memory AUTO enforce observe local soft"
                        + " redistribute off debug info warn error trace Always IfNotPresent Never"
                        + " always 0 00 000 0000 1 01 001 0001 5 20 21 59.99 60 60.01 61 79.99 80"
                        + " 80.0 80.5 80.55 80.555 99.99 100 100.0 100.00 100.01 101 300 301 3600"
                        + " 3601 65535 65536 1000000 1000001 999999999 1000000000 -1 +1 1e2 .5 5."
                        + " 1,5 80% 0.99 0.5 \u0661 0s 1s 999ms 1000ms 1s500ms 1.5s 0.5m 5m 5m0s"
                        + " 300s 300.5s 301s 5m1s 24h 24h1s 24h1ms 86400s 86401s 1h1h1h 99999h"
                        + " 100000h 999999999h 99999m 100000m 999999999m 1.500000000m 0.000500000h"
                        + " 300000ms 999999999ms 1m30 1d -1s +1s 1us soon 1m 0.5m 0.001 1u 10m 1k"
                        + " 31Mi 32Mi 33554432 33554431 32M 1Gi 64MB 1e3 1E 1Ei lots 0Mi -1Mi")
                    .split(" ", -1)));
    texts.addAll(List.of("", " ", "64 Mi", " 80", "80 ", "80\n", "a\"b\\c'd", "ü", "x".repeat(80)));
    texts.add("x".repeat(81));
    texts.add("1m".repeat(33));
    return Set.copyOf(texts);
  }

  @ParameterizedTest
  @MethodSource("judged")
  void judgesEachValueAsTheWebhookDoes(Setting<?> setting) {
    var expected = new TreeMap<String, List<String>>();
    var warnings = new TreeMap<String, List<String>>();
    for (var text : texts()) {
      var annotations = new HashMap<>(Map.of(Annotations.ENABLED, "true"));
      annotations.put(setting.annotation(), text);
      expected.put(text, problems(setting, text, annotations));
      warnings.put(text, POLICY.warnings(DEPLOYMENT.annotated(annotations).created()));
    }

    assertThat(warnings).isEqualTo(expected);
    assertThat(expected.values()).contains(List.of()).anyMatch(list -> list.size() == 1);
  }

  /// What the webhook reports; a warning of an API server shows a line break as `\n`.
  private static List<String> problems(
      Setting<?> setting, String text, Map<String, String> annotations) {
    var source = SettingsSource.annotations(annotations);
    var problems = new ArrayList<>(SidecarSettings.read(source).problems());
    if (InjectionAnnotation.ALL.contains(setting) && setting.parser().parse(text).isEmpty()) {
      problems.add(new Problem(setting.annotation(), text, setting.parser().expected()));
    }
    return problems.stream().map(problem -> problem.message().replace("\n", "\\n")).toList();
  }

  /// The recovery value is compared with the threshold of the same pod.
  @ParameterizedTest
  @ValueSource(strings = {"59", "60", "61", "100", "x", "0.5", "101"})
  void judgesTheRecoveryByTheThreshold(String threshold) {
    var annotations =
        Map.of(
            Annotations.ENABLED,
            "true",
            SidecarSetting.MEMORY_THRESHOLD.annotation(),
            threshold,
            SidecarSetting.MEMORY_RECOVERY.annotation(),
            "60");
    var problems =
        SidecarSettings.read(SettingsSource.annotations(annotations)).problems().stream()
            .map(Problem::message)
            .toList();

    assertThat(POLICY.warnings(DEPLOYMENT.annotated(annotations).created()))
        .isEqualTo(problems.isEmpty() ? List.of() : List.of(String.join("; ", problems)));
  }

  @Test
  void showsNoControlCharacterBecauseTheWarningWouldBeLost() {
    assertThat(POLICY.warnings(DEPLOYMENT.with(MODE, "a\rb").created()))
        .containsExactly(MODE + " is \"…\": expected one of auto, enforce, observe, local");
  }

  @Test
  void knowsTheAnnotationsThatTheWebhookKnows() {
    var known =
        Yaml.list(POLICY.variable("known", DEPLOYMENT.created())).stream()
            .map(key -> Annotations.PREFIX + key)
            .collect(Collectors.toSet());

    assertThat(known).isEqualTo(PodAnnotations.keys());
  }

  @Test
  void saysWhichAnnotationIsUnknownAndWhichAreKnown() {
    var warnings =
        POLICY.warnings(DEPLOYMENT.with("metrics-sidecar/cpu-treshold-percent", "90").created());

    assertThat(warnings)
        .singleElement()
        .asString()
        .startsWith(
            "metrics-sidecar/cpu-treshold-percent is \"90\": expected no annotation of this name;"
                + " known are container, cpu-threshold-percent, ")
        .endsWith(", native-sidecar, patch");
  }

  @Test
  void namesOneOfVeryManyUnknownAnnotations() {
    var workload = DEPLOYMENT;
    for (var i = 0; i < 11; i++) {
      workload = workload.with("metrics-sidecar/unknown-" + i, "x".repeat(1000));
    }

    assertThat(POLICY.warnings(workload.created()))
        .singleElement()
        .asString()
        .matches(
            "metrics-sidecar/unknown-\\d+ and others: expected no annotations of these names; .*");
  }

  @Test
  void namesTheCommandThatMovesAnAnnotationToTheTemplate() {
    var misplaced =
        AppliedWorkload.of("StatefulSet").annotated(Map.of()).own(DEPLOYMENT.annotations());

    assertThat(POLICY.warnings(misplaced.created()))
        .containsExactly(
            "metrics-sidecar/enabled has no effect on the StatefulSet itself, it belongs on the pod"
                + " template: kubectl -n shop patch statefulset web --type merge -p"
                + " '{\"spec\":{\"template\":{\"metadata\":{\"annotations\":"
                + "{\"metrics-sidecar/enabled\":\"true\"}}}}}'");
  }

  /// The one annotation that is read there; on the template nobody reads it.
  @Test
  void knowsThatThePauseIsOnTheWorkloadItself() {
    assertThat(POLICY.warnings(DEPLOYMENT.own(Map.of(PAUSED, "true")).created())).isEmpty();
    assertThat(POLICY.warnings(DEPLOYMENT.with(PAUSED, "true").created()))
        .singleElement()
        .asString()
        .startsWith(PAUSED);
  }

  /// For JSON, and for a shell's single quotation marks.
  @Test
  void quotesTheValueInThatCommand() {
    var misplaced = DEPLOYMENT.own(Map.of("metrics-sidecar/patch", "[\"a\\b\", 'c'] ${HOME} `id`"));

    assertThat(POLICY.warnings(misplaced.created()))
        .singleElement()
        .asString()
        .endsWith(
            "{\"metrics-sidecar/patch\":\"[\\\"a\\\\b\\\", '\\''c'\\''] ${HOME} `id`\"}}}}}'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Job", "CronJob"})
  void namesNoCommandWhereTheTemplateCannotBeChanged(String kind) {
    var misplaced = AppliedWorkload.of(kind).own(Map.of(MODE, "observe"));

    assertThat(POLICY.warnings(misplaced.created()))
        .containsExactly(
            "metrics-sidecar/mode has no effect on the %s itself, it belongs on the pod template"
                .formatted(kind));
  }

  @ParameterizedTest
  @MethodSource
  void namesNoCommandThatCouldNotBeCopied(Map<String, String> own) {
    assertThat(POLICY.warnings(DEPLOYMENT.own(own).created()))
        .singleElement()
        .asString()
        .endsWith("on the pod template");
  }

  static List<Map<String, String>> namesNoCommandThatCouldNotBeCopied() {
    var many = new HashMap<String, String>();
    for (var i = 0; i < 11; i++) {
      many.put("metrics-sidecar/k" + i, "v");
    }
    return List.of(
        Map.of(MODE, "a\nb"), Map.of(MODE, "a\u0007b"), Map.of(MODE, "x".repeat(201)), many);
  }

  /// Tools such as kustomize write common annotations to both.
  @Test
  void saysNothingWhereTheTemplateHasTheSame() {
    assertThat(POLICY.warnings(DEPLOYMENT.own(DEPLOYMENT.annotations()).created())).isEmpty();
    assertThat(POLICY.warnings(DEPLOYMENT.own(Map.of(Annotations.ENABLED, "false")).created()))
        .hasSize(1);
  }

  @Test
  void saysThatNobodyAskedForTheSidecar() {
    var settings = DEPLOYMENT.annotated(Map.of(MODE, "observe"));

    assertThat(POLICY.warnings(settings.created()))
        .containsExactly(
            "metrics-sidecar/enabled is missing: expected \"true\" on the pod template, because"
                + " namespace shop has no label metrics-sidecar/injection: enabled");
    assertThat(
            POLICY.warnings(
                settings.inNamespaceWith(Map.of(Labels.INJECTION, Labels.ENABLED)).created()))
        .isEmpty();
  }

  @Test
  void saysNothingOfPodsThatOptOut() {
    var optedOut =
        DEPLOYMENT
            .with(Annotations.ENABLED, "false")
            .with(MODE, "soft")
            .with("metrics-sidecar/x", "y")
            .with(SidecarSetting.CONTAINER.annotation(), "nobody");

    assertThat(POLICY.warnings(optedOut.created())).isEmpty();
  }

  @Test
  void saysWhichContainersThereAre() {
    var container = SidecarSetting.CONTAINER.annotation();
    var pod =
        Map.<String, Object>of(
            "containers",
            List.of(
                AppliedWorkload.container("app", Map.of()),
                AppliedWorkload.container("db", Map.of())));

    assertThat(POLICY.warnings(DEPLOYMENT.pod(pod).with(container, "nobody").created()))
        .containsExactly(
            "metrics-sidecar/container does not name one of the pod's containers: expected one of"
                + " app, db");
    assertThat(POLICY.warnings(DEPLOYMENT.pod(pod).with(container, "db").created())).isEmpty();
  }
}
