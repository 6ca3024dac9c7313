package io.metricssidecar.injection.resources;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.metricssidecar.injection.AdmissionRequest;
import io.metricssidecar.injection.Decision;
import io.metricssidecar.injection.InjectionPolicy;
import io.metricssidecar.injection.SkipReason;
import io.metricssidecar.injection.TestLimits;
import io.metricssidecar.injection.TestOptions;
import io.metricssidecar.injection.limits.QuotaFacts;
import io.metricssidecar.injection.limits.QuotaFacts.Scope;
import io.metricssidecar.injection.options.NamespaceFacts;
import io.metricssidecar.injection.pod.OptIn;
import io.metricssidecar.injection.pod.PodView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the sidecar gets in a namespace with LimitRanges and ResourceQuotas. It wants 10m to 250m
/// of CPU and 64Mi to 96Mi of memory.
class NamespaceAllowanceTest {
  private static final YAMLMapper YAML = new YAMLMapper();

  private static final String BURSTABLE =
      """
      metadata:
        annotations: {metrics-sidecar/enabled: "true"}
      spec:
        containers:
          - name: app
            resources:
              limits: {cpu: 500m, memory: 256Mi}
              requests: {cpu: 100m, memory: 128Mi}
      """;

  private static final String GUARANTEED =
      BURSTABLE.replace("cpu: 100m, memory: 128Mi", "cpu: 500m, memory: 256Mi");

  private static final String WITHOUT_LIMITS =
      BURSTABLE.replace("limits: {cpu: 500m, memory: 256Mi}", "");

  private static final String BEST_EFFORT =
      """
      metadata:
        annotations: {metrics-sidecar/enabled: "true"}
      spec:
        containers:
          - name: app
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "container-min-cpu=50m      | 50m 250m 64Mi 96Mi",
        "container-min-cpu=300m     | 300m 300m 64Mi 96Mi",
        "container-min-memory=100Mi | 10m 250m 100Mi 100Mi",
        "container-ratio-cpu=4      | 63m 250m 64Mi 96Mi",
        "container-ratio-cpu=1      | 250m 250m 64Mi 96Mi",
        "container-ratio-memory=1.2 | 10m 250m 80Mi 96Mi",
        "container-max-cpu=200m     | 10m 200m 64Mi 96Mi",
        "container-max-cpu=1        | 10m 250m 64Mi 96Mi",
        "container-max-memory=80Mi  | 10m 250m 64Mi 80Mi",
        "container-max-memory=50M   | 10m 250m 50000000 50000000",
        "pod-max-cpu=600m           | 10m 100m 64Mi 96Mi",
        "pod-max-memory=320Mi       | 10m 250m 64Mi 64Mi",
        "pod-max-memory=300Mi       | 10m 250m 44Mi 44Mi",
        "pod-min-cpu=100m           | 10m 250m 64Mi 96Mi",
        "pod-ratio-cpu=5            | 50m 250m 64Mi 96Mi",
        "pod-ratio-cpu=100          | 10m 250m 64Mi 96Mi",
        "container-default-cpu=1    | 10m 250m 64Mi 96Mi",
        "container-max-cpu=200m container-ratio-cpu=4 container-min-cpu=20m | 50m 200m 64Mi 96Mi",
        "quota-requests.cpu=1890m-of-2 | 10m 250m 64Mi 96Mi",
        "quota-limits.cpu=1250m-of-2   | 10m 250m 64Mi 96Mi",
        "quota-memory=0-of-192Mi       | 10m 250m 64Mi 96Mi",
      })
  void burstablePodGetsTheNearestResourcesThatAreAccepted(String words, String expected) {
    assertThat(resources(decide(BURSTABLE, words))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "container-ratio-cpu=4     | 50m 50m 80Mi 80Mi",
        "container-max-cpu=500m    | 50m 50m 80Mi 80Mi",
        "container-max-cpu=30m     | 30m 30m 80Mi 80Mi",
        "container-min-cpu=400m    | 400m 400m 80Mi 80Mi",
        "pod-max-memory=320Mi      | 50m 50m 64Mi 64Mi",
      })
  void guaranteedPodStaysGuaranteed(String words, String expected) {
    assertThat(resources(decide(GUARANTEED, words))).isEqualTo(expected);
  }

  /// The sum of limits is compared where there is one, which would be the sidecar's alone.
  @Test
  void limitOfThePodsMinIsReachedByTheSidecarWhereTheApplicationHasNone() {
    assertThat(resources(decide(WITHOUT_LIMITS, "pod-min-cpu=100m pod-min-memory=128Mi")))
        .isEqualTo("10m 250m 64Mi 128Mi");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "container-max-memory=31Mi | LimitRange small leaves the sidecar less memory than the 32Mi"
            + " that it needs",
        "container-max-cpu=5m      | LimitRange small leaves the sidecar less cpu than the 10m that"
            + " it needs",
        "pod-max-cpu=505m          | LimitRange small leaves the sidecar less cpu than the 10m that"
            + " it needs",
        "container-min-cpu=300m container-max-cpu=200m | LimitRange small: the sidecar has a cpu"
            + " request of 200m, where min is 300m",
      })
  void podIsSkippedWhereNoResourcesAreAcceptedAndOfUse(String words, String sentence) {
    assertThat(skipped(decide(BURSTABLE, words)))
        .isEqualTo(List.of(SkipReason.LIMIT_RANGE, sentence));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "quota-requests.cpu=1891m-of-2 | has hard requests.cpu 2, of which too little is left for"
            + " the pod with the sidecar",
        "quota-limits.memory=0-of-300Mi | has hard limits.memory 314572800, of which too little is"
            + " left for the pod with the sidecar",
        "quota-pods=10-of-10 | has hard pods 10, of which too little is left for another pod",
      })
  void podIsSkippedWhereAQuotaHasNoRoomForIt(String words, String sentence) {
    assertThat(skipped(decide(BURSTABLE, words)))
        .isEqualTo(List.of(SkipReason.QUOTA, "ResourceQuota compute " + sentence));
  }

  @Test
  void changeIsAWarningWithTheNumbersAndTheAnnotationThatAskedOtherwise() {
    var pod = BURSTABLE.replace("true\"", "true\", metrics-sidecar/cpu-limit: 400m");

    assertThat(
            decide(pod, "container-max-cpu=200m container-min-memory=100Mi").findings().sentences())
        .containsExactly(
            "LimitRange small changes the sidecar's cpu: limit 200m instead of 400m, although the"
                + " pod has metrics-sidecar/cpu-limit",
            "LimitRange small changes the sidecar's memory: request 100Mi instead of 64Mi, limit"
                + " 100Mi instead of 96Mi",
            "the pod has no controller and is therefore never shed");
  }

  /// An own patch comes last, and says what it says.
  @Test
  void patchThatLeavesTheLimitsOfTheNamespaceIsNoReasonToBeRefused() {
    var pod =
        BURSTABLE.replace(
            "true\"",
            "true\", metrics-sidecar/patch: '[{\"op\": \"replace\","
                + " \"path\": \"/resources/limits/cpu\", \"value\": \"300m\"}]'");

    assertThat(skipped(decide(pod, "container-max-cpu=200m")))
        .isEqualTo(
            List.of(
                SkipReason.LIMIT_RANGE,
                "LimitRange small: the sidecar has a cpu limit of 300m, where max is 200m"));
  }

  /// The sidecar has no CPU of its own there, and would get the default.
  @ParameterizedTest
  @CsvSource({"2, true", "350m, false"})
  void defaultOfARangeMustFitIntoThePodAsAWhole(String whole, boolean injected) {
    var pod =
        BURSTABLE
            + """
              resources:
                requests: {cpu: %s}
            """
                .formatted(whole);

    var decision = decide(pod, "container-default-request-cpu=300m container-default-cpu=1");

    assertThat(decision instanceof Decision.Inject).isEqualTo(injected);
  }

  /// A pod without requests is BestEffort, and Burstable with the sidecar: then another quota
  /// counts it, and requires requests of the application too.
  @Test
  void podThatAnotherQuotaWouldCountIsSkipped() {
    var quota = quota("NotBestEffort", "Exists");

    assertThat(skipped(decide(BEST_EFFORT, quota)))
        .isEqualTo(
            List.of(
                SkipReason.QUOTA,
                "ResourceQuota compute requires requests.cpu of every container"));
    assertThat(decide(BEST_EFFORT, quota("BestEffort", "Exists")))
        .isInstanceOf(Decision.Inject.class);
  }

  @ParameterizedTest
  @CsvSource({
    "Terminating, Exists, '', false",
    "NotTerminating, Exists, '', true",
    "BestEffort, Exists, '', false",
    "NotBestEffort, Exists, '', true",
    "PriorityClass, Exists, '', true",
    "PriorityClass, DoesNotExist, '', false",
    "PriorityClass, In, high, true",
    "PriorityClass, In, low, false",
    "PriorityClass, NotIn, low, true",
    "PriorityClass, NotIn, high, false",
    "CrossNamespacePodAffinity, Exists, '', true",
    "VolumeAttributesClass, Exists, '', false",
  })
  void quotaOfAScopeCountsThePodsOfThatScope(
      String scope, String operator, String value, boolean counted) {
    var pod = BURSTABLE + "  priorityClassName: high\n";

    assertThat(decide(pod, quota(scope, operator, value)) instanceof Decision.Skip)
        .isEqualTo(counted);
  }

  @Test
  void podWithADeadlineIsTerminating() {
    var pod = BURSTABLE + "  activeDeadlineSeconds: 60\n";

    assertThat(decide(pod, quota("Terminating", "Exists"))).isInstanceOf(Decision.Skip.class);
    assertThat(decide(pod, quota("NotTerminating", "Exists"))).isInstanceOf(Decision.Inject.class);
  }

  @Test
  void podOfANamespaceOfWhichNotAllIsKnownIsSkipped() {
    assertThat(skipped(decide(BURSTABLE, NamespaceFacts.UNKNOWN)))
        .isEqualTo(
            List.of(
                SkipReason.LIMIT_RANGE,
                "not all LimitRanges and ResourceQuotas of the namespace are known"));
  }

  /// A quota of 2 cores that are all used.
  private static NamespaceFacts quota(String scope, String operator, String... values) {
    return new NamespaceFacts(
        Map.of(),
        List.of(),
        List.of(
            new QuotaFacts(
                "compute",
                List.of(new Scope(scope, operator, List.of(values))),
                Map.of("requests.cpu", TestLimits.quantity("2")),
                Map.of("requests.cpu", TestLimits.quantity("2")))),
        true);
  }

  private static Decision decide(String pod, String words) {
    return decide(pod, TestLimits.facts(Arrays.asList(words.split(" "))));
  }

  private static Decision decide(String pod, NamespaceFacts facts) {
    try {
      var view = PodView.of((ObjectNode) YAML.readTree(pod));
      return InjectionPolicy.decide(
          new AdmissionRequest("uid", "shop", OptIn.POD, true, view), TestOptions.PLAIN.in(facts));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Request and limit of CPU, request and limit of memory.
  private static String resources(Decision decision) {
    var resources = ((Decision.Inject) decision).injection().container().get("resources");
    return "%s %s %s %s"
        .formatted(
            resources.at("/requests/cpu").asText(),
            resources.at("/limits/cpu").asText(),
            resources.at("/requests/memory").asText(),
            resources.at("/limits/memory").asText());
  }

  /// The reason and the first finding.
  private static List<Object> skipped(Decision decision) {
    var skip = (Decision.Skip) decision;
    return List.of(skip.reason(), skip.findings().sentences().getFirst());
  }
}
